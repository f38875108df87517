import type { Claim } from '../domain/claim.ts'
import { InfrastructureError, InterruptedError } from '../domain/errors.ts'
import type { TrialSpec } from '../domain/trial.ts'
import type { Loop } from '../ports/loop.ts'
import type { Rng } from '../ports/rng.ts'
import type { OpenTrial } from './2-open-trial.ts'
import type { Journal } from './journal.ts'
import { recordNow } from './journal.ts'
import { createMeter } from './metered-shell.ts'
import { recordedShell } from './recorded-shell.ts'
import type { StateSnapshot } from './state-snapshot.ts'
import { takeSnapshot } from './state-snapshot.ts'

export interface RunMethodDependencies {
  readonly open: OpenTrial
  readonly loop: Loop
  readonly rng: Rng
  readonly journal: Journal
}

/** What a method did: its claim, and when. */
export interface MethodRun {
  readonly claim: Claim
  /** The limit that ended it; null when it ended by itself. */
  readonly limit: string | null
  readonly commands: number
  readonly startMs: number
  readonly endMs: number
  /** The state of the namespace before its first command. */
  readonly before: StateSnapshot
}

/**
 * Stage 4: lets the method work on the card until it claims something or a limit is reached.
 * @throws {InfrastructureError} when the link broke, or the loop itself is defective
 */
export const runMethod = async (
  { open, loop, rng, journal }: RunMethodDependencies,
  { task, method, seed }: TrialSpec,
  signal: AbortSignal,
): Promise<MethodRun> => {
  journal.enter('run')
  const { cluster } = open
  const { clock } = cluster
  await cluster.admitMethod(signal)
  const before = await takeSnapshot(cluster, task.card.namespace, signal)
  const startMs = clock.nowMs()
  let episode = 1
  const shell = recordedShell({ shell: cluster.method, clock, journal, episode: () => episode }, 'method')
  const meter = createMeter({ shell, clock }, task.limits, signal)
  const claim = await claimOf(method.name, meter.reached, () =>
    loop.run({
      card: structuredClone(task.card),
      shell: meter.shell,
      limits: { ...task.limits },
      clock: meter.clock,
      rng: rng.fork(`method/${method.name}/${task.id}/${seed}`),
      trace: { record: (event) => recordNow({ journal, clock }, event) },
      nextEpisode: () => {
        episode += 1
      },
      signal,
    }),
  )
  return {
    claim,
    limit: meter.reached(),
    commands: meter.commands(),
    startMs,
    endMs: clock.nowMs(),
    before,
  }
}

const claimOf = async (
  method: string,
  limitReached: () => string | null,
  run: () => Promise<Claim>,
): Promise<Claim> => {
  try {
    const claim = await run()
    const limit = limitReached()
    return limit === null ? claim : cutOff(limit)
  } catch (error) {
    if (error instanceof InfrastructureError || error instanceof InterruptedError) throw error
    const limit = limitReached()
    if (limit !== null) return cutOff(limit)
    throw new InfrastructureError(`method ${method} is defective: ${describe(error)}`, { cause: error })
  }
}

/** A method that was stopped has claimed nothing. */
const cutOff = (limit: string): Claim => ({ status: 'unsolved', summary: limit })

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)
