import { constants } from 'node:os'
import type { CommandOutcome } from '../../domain/command-outcome.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ExecOptions, Shell } from '../../ports/shell.ts'
import type { LimitKeeper } from './limit-keeper.ts'
import type { SshLink } from './open-chain.ts'
import { runCommand } from './run-command.ts'
import type { RemoteResult } from './run-command.ts'

export interface SshShellDependencies {
  readonly link: SshLink
  /** The cluster's clock: durations are read from it. */
  readonly clock: Clock
  readonly limits: LimitKeeper
}

export interface SshShellOptions {
  /** Bytes of stdout, and of stderr, that are kept of one command. */
  readonly outputLimitBytes?: number
}

const EIGHT_MIB = 8 << 20

/** The login shell of the account with which a link was opened. */
export const createSshShell = (
  { link, clock, limits }: SshShellDependencies,
  { outputLimitBytes = EIGHT_MIB }: SshShellOptions = {},
): Shell => ({
  exec: async (command, { timeoutMs, stdin = '', signal }) => {
    signal?.throwIfAborted()
    const startedMs = clock.nowMs()
    const count = limits.start(timeoutMs, {
      kill: () => running.kill(),
      abandon: (reason) => running.abandon(reason),
    })
    const running = runCommand(link, { command, environment: count.environment, stdin, outputLimitBytes })
    const abort = (): void => running.kill()
    signal?.addEventListener('abort', abort)
    try {
      const result = await running.result
      signal?.throwIfAborted()
      return outcomeOf(result, { timeoutMs, durationMs: clock.nowMs() - startedMs, isOver: count.isOver })
    } finally {
      count.stop()
      signal?.removeEventListener('abort', abort)
    }
  },
})

interface Timing extends Pick<ExecOptions, 'timeoutMs'> {
  readonly durationMs: number
  readonly isOver: (note: string) => boolean
}

const outcomeOf = (result: RemoteResult, { timeoutMs, durationMs, isOver }: Timing): CommandOutcome => {
  const { exit, stdout, stderr, isCut } = result
  const exited = (exitCode: number): CommandOutcome => ({
    status: 'exited',
    exitCode,
    stdout,
    stderr,
    truncated: isCut,
    durationMs,
  })
  if (exit.kind === 'code') return exited(exit.code)
  if (isOver(exit.note)) return { status: 'timed-out', limitMs: timeoutMs, stdout, stderr, durationMs }
  if (exit.note.startsWith('opsskill: ')) throw new InfrastructureError(exit.note.slice('opsskill: '.length))
  return exited(128 + signalNumber(exit.signal))
}

/** As a shell reports it: 128 plus the signal's number. */
const signalNumber = (name: string): number => {
  const numbers: Readonly<Record<string, number>> = constants.signals
  return numbers[`SIG${name}`] ?? 0
}
