import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { createReadOnlyGate } from '../../policy/gate.ts'
import type { Rng } from '../../ports/rng.ts'
import { kubeconfigFor } from '../../sandbox/http/kubeconfig.ts'
import { startApiHttpServer } from '../../sandbox/http/start-api-http-server.ts'
import { versionInfo } from '../../sandbox/http/version-info.ts'
import { openLiveWorld } from '../../sandbox/live/open-live-world.ts'
import { RECORDED_SANDBOX } from '../../sandbox/replay/recorded-sandbox.ts'
import type { ReplayedCase } from '../../sandbox/replay/replay-session.ts'
import type { SessionBlock } from '../../sandbox/replay/split-blocks.ts'
import type { World } from '../../sandbox/world/open-world.ts'
import { typeIntoBash, type Typed } from './type-into-bash.ts'

/** What a real kubectl printed. */
export interface KubectlCase extends ReplayedCase {
  /** What the target host's own kubectl printed right after it; only of command lines that change nothing. */
  readonly own?: Typed
}

export interface KubectlReplay {
  /** The program. */
  readonly kubectl: string
  readonly rng: Rng
  /** The working folder of the commands: contents by relative path. */
  readonly files: ReadonlyMap<string, string>
  /** Cluster seconds a second: it shortens the waiting. */
  readonly speed: number
  readonly onError: (error: unknown) => void
  readonly onCase?: (done: KubectlCase) => void
  readonly signal?: AbortSignal
}

/**
 * Types one block of a recorded session into bash on this machine, with a real kubectl, against a cluster like the recorded one that
 * keeps pace with real time. The cluster's clock begins an hour back, so that a fast one stays behind the clock by which kubectl
 * reckons ages.
 */
export const replayWithKubectl = async (
  { kubectl, rng, files, speed, onError, onCase, signal }: KubectlReplay,
  block: SessionBlock,
): Promise<readonly KubectlCase[]> => {
  const startMs = systemClock.nowMs() - 3_600_000
  const profile = { ...RECORDED_SANDBOX, startMs }
  const { world, live } = openLiveWorld({
    rng: rng.fork(`block/${block.index}`),
    namespace: 'default',
    profile,
    clock: systemClock,
    onError,
  })
  const { server, identityOf, tokens } = world.api
  const backend = { server, live, identityOf, version: versionInfo(profile.kubectl), onError }
  const http = await startApiHttpServer(backend, { nowMs: systemClock.nowMs() })
  const home = mkdtempSync(join(tmpdir(), 'opsskill-replay-'))
  const cases: KubectlCase[] = []
  try {
    const terminal = { ...layOut(home, kubectl, files), limitMs: LIMIT_MS }
    writeFileSync(join(home, 'kubeconfig'), kubeconfigFor(http, { name: 'cluster', token: tokens.harness }), {
      mode: 0o600,
    })
    live.start(speed)
    const pause = (clusterMs: number): Promise<void> => systemClock.sleep(Math.max(0, clusterMs) / speed, signal)
    for (const step of block.steps) {
      signal?.throwIfAborted()
      switch (step.step) {
        case 'wait':
          await pause(step.seconds * 1000)
          break
        case 'silent':
          await typeIntoBash(terminal, step.cmd, signal)
          break
        case 'case': {
          await pause(startMs + (step.t ?? 0) * 1000 - world.clock.nowMs())
          const typed = await typeIntoBash(terminal, step.cmd, signal)
          const own = onlyReads(step.cmd) ? { own: await typeOnTarget(world, step.cmd) } : {}
          const done = { id: step.id, cmd: step.cmd, ...typed, ...own }
          cases.push(done)
          onCase?.(done)
          break
        }
      }
    }
  } finally {
    live.stop()
    await http.close()
    rmSync(home, { recursive: true, force: true })
  }
  return cases
}

/** No command of a session takes longer, real ms. */
const LIMIT_MS = 180_000

/** A line without files of this machine, which the target host does not have, and without waiting, which is over by then. */
const onlyReads = (command: string): boolean =>
  createReadOnlyGate({ namespace: 'default' }).decide(command).allowed &&
  !/\.ya?ml\b|\brollout status\b|\bwait\b|\s(?:-w|--watch)\b|\btimeout\b/.test(command)

const typeOnTarget = async (world: World, command: string): Promise<Typed> => {
  const result = await world.shells.harness.exec({ command, stdin: '', timeoutMs: LIMIT_MS })
  const { stdout, stderr } = result
  return { exit: result.status === 'exited' ? result.exitCode : 124, stdout, stderr }
}

const layOut = (home: string, kubectl: string, files: ReadonlyMap<string, string>) => {
  const folder = join(home, 'work')
  const programs = join(home, 'bin')
  for (const path of [folder, programs]) mkdirSync(path, { mode: 0o700 })
  chmodSync(home, 0o700)
  symlinkSync(kubectl, join(programs, 'kubectl'))
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text, { mode: 0o600 })
  }
  const environment = {
    PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    KUBECONFIG: join(home, 'kubeconfig'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  }
  return { folder, environment }
}
