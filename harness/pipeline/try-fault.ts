import { UsageError } from '../domain/errors.ts'
import type { Fault } from '../domain/fault.ts'
import type { Mode } from '../domain/mode.ts'
import type { Clock } from '../ports/clock.ts'
import type { Rng } from '../ports/rng.ts'
import type { Shell } from '../ports/shell.ts'
import { bracket } from './bracket.ts'
import { bringUp } from './bring-up.ts'
import { readClusterState } from './cluster-state.ts'
import { planFault, type FaultPlan } from './fault-plan.ts'
import { createLiveFault } from './live-fault.ts'
import { mustRun } from './must-run.ts'
import { opaqueName } from './opaque-name.ts'
import { poll } from './poll.ts'
import { showFault } from './show-fault.ts'
import { describeDifference, stateDifferences } from './state-difference.ts'
import { takeSnapshot, type StateSnapshot } from './state-snapshot.ts'
import { createSymptom } from './symptom.ts'

export interface Trial {
  readonly named: { readonly path: string; readonly fault: Fault }
  readonly mode: Mode
  readonly seed: number
  readonly appManifests: string
  readonly workload?: string
  /** An existing namespace that holds the app, named by the user. */
  readonly into?: string
}

interface Dependencies {
  readonly harness: Shell
  readonly clock: Clock
  readonly rng: Rng
  readonly tell: (line: string) => void
}

/** Seconds after the symptom at which to look. */
const LOOKS_S = [0, 15, 30, 60]
const FADE_WITHIN_MS = 10 * 60_000
const SAME_WITHIN_MS = 3 * 60_000

/**
 * Tries a fault by hand: a fresh namespace with its app (or one that the user named), the injection, looks as an operator would take
 * them, the recovery. @returns whether the cluster is as before
 * @throws {UsageError} when a namespace of the fresh one's name is there already: it is somebody else's
 */
export const tryFault = async (
  dependencies: Dependencies,
  { named: { path, fault }, mode, seed, appManifests, workload, into }: Trial,
  signal: AbortSignal,
): Promise<boolean> => {
  const { harness, clock, rng, tell } = dependencies
  const chance = rng.fork(`try/${path}/${seed}`)
  const place = into ?? `opsskill-try-${opaqueName(chance.fork(`place/${clock.nowMs()}`))}`
  const startMs = clock.nowMs()
  const say = (what: string): void => tell(`${((clock.nowMs() - startMs) / 1000).toFixed(0).padStart(5)} s  ${what}`)
  const baseline = await openPlace(dependencies, { place, isFresh: into === undefined, appManifests }, signal)
  return bracket(
    async () => {
      say(`namespace ${place} holds ${fault.app}`)
      const before = await readClusterState({ harness }, signal)
      const victim = workload ?? chance.fork('workload').pick(fault.workloads)
      const plan = planFault({ chance, place, workload: victim, mode, baseline, atMs: clock.nowMs() }, fault)
      await live(dependencies, plan, say, signal)
      const left = await differencesLeft(dependencies, before, signal)
      say(left.length === 0 ? 'the cluster is as before' : `left behind: ${left.join('; ')}`)
      return left.length === 0
    },
    async () => {
      if (into === undefined) await mustRun(harness, `kubectl delete namespace ${place} --wait=false`)
    },
  )
}

const openPlace = async (
  { harness, clock }: Dependencies,
  {
    place,
    isFresh,
    appManifests,
  }: { readonly place: string; readonly isFresh: boolean; readonly appManifests: string },
  signal: AbortSignal,
): Promise<StateSnapshot> => {
  if (!isFresh) return takeSnapshot({ harness }, place, signal)
  const found = await mustRun(harness, `kubectl get namespace ${place} --ignore-not-found -o name`, { signal })
  if (found.trim() !== '')
    throw new UsageError(`namespace ${place} is there already, and was not made for this; name it to work in it`)
  const app = { namespace: place, manifests: appManifests, releases: ['1', '2'] as const }
  return bringUp({ environment: harness, harness, clock }, app, signal)
}

const live = async (
  { harness, clock }: Dependencies,
  plan: FaultPlan,
  say: (what: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const symptom = createSymptom({ harness, clock, note: () => undefined }, plan)
  say(`symptom (${plan.symptom.name}): ${(await symptom.shows(signal)) ? 'SHOWS BEFORE THE INJECTION' : 'not there'}`)
  const fault = createLiveFault({ environment: harness, harness, clock, keepWindow: () => undefined }, plan)
  await bracket(async () => {
    say(`injecting ${plan.fault} (${plan.objectName})`)
    await showFault({ harness, live: fault, symptom }, plan, signal)
    say('the symptom shows')
    const shownMs = clock.nowMs()
    for (const seconds of LOOKS_S) {
      await clock.sleep(Math.max(0, shownMs + seconds * 1000 - clock.nowMs()), signal)
      for (const command of looksAt(plan)) await show(harness, command, say, signal)
    }
  }, fault.close)
  say('recovered')
  await symptom.awaitAbsence(FADE_WITHIN_MS, signal)
  say('the symptom is gone')
}

const looksAt = ({ place, symptom }: FaultPlan): readonly string[] => [
  `kubectl -n ${place} get pods`,
  `kubectl -n ${place} get events --field-selector type=Warning --sort-by=.lastTimestamp | tail -4`,
  `kubectl -n ${place} top pods`,
  symptom.command,
]

const show = async (
  harness: Shell,
  command: string,
  say: (what: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const outcome = await harness.exec(command, { timeoutMs: 120_000, signal })
  const text = outcome.status === 'denied' ? outcome.reason : `${outcome.stdout}${outcome.stderr}`
  say(`$ ${command}\n${text.trimEnd().replaceAll(/^/gm, '         ')}`)
}

const differencesLeft = async (
  { harness, clock }: Dependencies,
  before: Awaited<ReturnType<typeof readClusterState>>,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  let left: readonly string[] = []
  await poll({ clock }, { intervalMs: 5_000, deadlineMs: SAME_WITHIN_MS, signal }, async () => {
    left = stateDifferences(before, await readClusterState({ harness }, signal)).map(describeDifference)
    return left.length === 0 ? true : undefined
  })
  return left
}
