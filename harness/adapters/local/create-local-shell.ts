import { constants } from 'node:os'
import { $ } from 'zx'
import type { ProcessOutput } from 'zx'
import type { Clock } from '../../ports/clock.ts'
import type { Shell } from '../../ports/shell.ts'
import { createBoundedStore } from './bounded-store.ts'

export interface LocalShellOptions {
  /** Bytes of stdout, and of stderr, that are kept of one command. */
  readonly outputLimitBytes?: number
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>
}

const EIGHT_MIB = 8 << 20

/** bash on this machine, with this machine's kubectl. Commands run in a process group of their own, so that a limit ends all of it. */
export const createLocalShell = (
  { clock }: { readonly clock: Clock },
  { outputLimitBytes = EIGHT_MIB, environment = {} }: LocalShellOptions = {},
): Shell => ({
  exec: async (command, { timeoutMs, stdin = '', signal, outputLimitBytes: own = outputLimitBytes }) => {
    signal?.throwIfAborted()
    const startedMs = clock.nowMs()
    const output = createBoundedStore(own)
    const running = $({
      shell: 'bash',
      // zx would put options of its own in front of the line, and read a terminal's input.
      prefix: '',
      postfix: '',
      // Without input zx would leave the pipe open.
      ...(stdin === '' ? { stdio: ['ignore' as const, 'pipe' as const, 'pipe' as const] } : { input: stdin }),
      detached: true,
      nothrow: true,
      quiet: true,
      store: output.store,
      env: { ...process.env, ...environment },
    })([command] as unknown as TemplateStringsArray)
    const kill = (): void => killGroup(running.pid)
    const stopper = new AbortController()
    let isLate = false
    const watch = clock.sleep(timeoutMs, stopper.signal).then(
      () => {
        isLate = true
        kill()
      },
      () => {},
    )
    signal?.addEventListener('abort', kill)
    try {
      const ended = await running
      const { stdout, stderr } = output.texts()
      const durationMs = clock.nowMs() - startedMs
      signal?.throwIfAborted()
      if (isLate) return { status: 'timed-out', limitMs: timeoutMs, stdout, stderr, durationMs }
      return { status: 'exited', exitCode: exitCodeOf(ended), stdout, stderr, truncated: output.isCut(), durationMs }
    } finally {
      stopper.abort()
      signal?.removeEventListener('abort', kill)
      await watch
    }
  },
})

/** As bash reports a command that a signal ended: 128 plus its number. */
const exitCodeOf = ({ exitCode, signal }: ProcessOutput): number =>
  exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal])

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // It may just have ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
