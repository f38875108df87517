import type { Rng } from '../../ports/rng.ts'
import { quote } from '../shell/script/quote.ts'
import { RECORDED_SANDBOX } from './recorded-sandbox.ts'
import { openWorld, type World } from '../world/open-world.ts'
import type { SessionStep } from './session-step.ts'
import { type SessionBlock, splitBlocks } from './split-blocks.ts'

/** What a command of a session printed in the sandbox. */
export interface ReplayedCase {
  readonly id: string
  readonly cmd: string
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export interface ReplayOptions {
  /** All chance of the clusters; each block has a fork of its own. */
  readonly rng: Rng
  /** The working folder of the commands: contents by relative path. */
  readonly files: ReadonlyMap<string, string>
  readonly signal?: AbortSignal
  /** Hears of each case when it is done. */
  readonly onCase?: (done: ReplayedCase, nowMs: number) => void
}

/**
 * Types a recorded session into the shell of a sandbox that imitates the recorded cluster. Silent steps may fail. A silent
 * `create namespace` begins a new block, in a cluster of its own. Where a case says when it was typed, it is not typed earlier.
 */
export const replaySession = (
  options: ReplayOptions,
  steps: readonly SessionStep[],
): Promise<readonly ReplayedCase[]> => replayBlocks(options, splitBlocks(steps))

/** Some blocks of a session, each as it comes out in the whole session. */
export const replayBlocks = async (
  { rng, files, signal, onCase }: ReplayOptions,
  blocks: readonly SessionBlock[],
): Promise<readonly ReplayedCase[]> => {
  const cases: ReplayedCase[] = []
  for (const { index, steps } of blocks) {
    const world = openWorld({ rng: rng.fork(`block/${index}`), namespace: 'default', profile: RECORDED_SANDBOX })
    await layOut(world, files)
    const block = { world, startMs: world.clock.nowMs() }
    for (const step of steps) {
      signal?.throwIfAborted()
      switch (step.step) {
        case 'wait':
          await world.clock.sleep(step.seconds * 1000, signal)
          break
        case 'silent':
          await type(world, step.cmd)
          break
        case 'case': {
          await waitUntil(block, step.t, signal)
          const done = { id: step.id, cmd: step.cmd, ...(await type(world, step.cmd)) }
          cases.push(done)
          onCase?.(done, world.clock.nowMs())
          break
        }
      }
    }
  }
  return cases
}

interface Block {
  readonly world: World
  readonly startMs: number
}

/** No command of a session waits longer, cluster ms. */
const LIMIT_MS = 3_600_000

const type = async ({ shells }: World, command: string): Promise<Omit<ReplayedCase, 'id' | 'cmd'>> => {
  const result = await shells.harness.exec({ command, stdin: '', timeoutMs: LIMIT_MS })
  const { stdout, stderr } = result
  // As `timeout` says it.
  return { exit: result.status === 'exited' ? result.exitCode : 124, stdout, stderr }
}

const waitUntil = async (
  { world, startMs }: Block,
  seconds: number | undefined,
  signal?: AbortSignal,
): Promise<void> => {
  const restMs = startMs + (seconds ?? 0) * 1000 - world.clock.nowMs()
  if (restMs > 0) await world.clock.sleep(restMs, signal)
}

const layOut = async ({ shells }: World, files: ReadonlyMap<string, string>): Promise<void> => {
  for (const [path, text] of files) {
    const folder = path.includes('/') ? `mkdir -p ${quote(path.slice(0, path.lastIndexOf('/')))} && ` : ''
    await shells.harness.exec({ command: `${folder}cat > ${quote(path)}`, stdin: text, timeoutMs: LIMIT_MS })
  }
}
