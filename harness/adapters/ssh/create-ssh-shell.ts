import { constants } from 'node:os'
import type { CommandOutcome } from '../../domain/command-outcome.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ExecOptions, Shell } from '../../ports/shell.ts'
import { NotStartedError } from './errors.ts'
import type { LimitKeeper } from './limit-keeper.ts'
import type { Links } from './links.ts'
import type { SshLink } from './open-chain.ts'
import { createOrphans, type Orphans } from './orphans.ts'
import { runCommand } from './run-command.ts'
import type { RemoteResult } from './run-command.ts'

export interface SshShellDependencies {
  readonly links: Links
  /** The cluster's clock: durations are read from it. */
  readonly clock: Clock
  readonly limits: LimitKeeper
}

export interface SshShellOptions {
  /** Bytes of stdout, and of stderr, that are kept of one command unless the command says otherwise. */
  readonly outputLimitBytes?: number
}

const EIGHT_MIB = 8 << 20

/** Real ms after which a server that refuses even a single session is asked again; a session that just ended may still count there. */
const REFUSED_AGAIN_MS = 100
const MAX_REFUSALS = 5

/**
 * The login shell of the account with which a link was opened. A command is sent again only while it cannot have run: the link was lost, or
 * the session refused, before the request was written.
 */
export const createSshShell = (
  dependencies: SshShellDependencies,
  { outputLimitBytes = EIGHT_MIB }: SshShellOptions = {},
): Shell => {
  const orphans = createOrphans(dependencies)
  return { exec: (command, options) => exec({ ...dependencies, orphans }, command, { outputLimitBytes, ...options }) }
}

type Running = SshShellDependencies & { readonly orphans: Orphans }
type Bounded = ExecOptions & { readonly outputLimitBytes: number }

const exec = async (dependencies: Running, command: string, options: Bounded): Promise<CommandOutcome> => {
  for (let refusals = 0; ;) {
    options.signal?.throwIfAborted()
    const link = await dependencies.links.take(options.signal)
    const leave = await link.channels.enter()
    try {
      await dependencies.orphans.end(link)
      return await runOnce(dependencies, link, command, options)
    } catch (error) {
      if (!(error instanceof NotStartedError)) throw error
      if (error.isRefusal) {
        const others = link.channels.active() - 1
        link.channels.learn(others)
        if (others === 0) {
          refusals += 1
          if (refusals > MAX_REFUSALS) throw error
          await dependencies.clock.sleep(REFUSED_AGAIN_MS, options.signal)
        }
      } else if (link.lost() === undefined) link.drop(error)
    } finally {
      leave()
    }
  }
}

const runOnce = async (
  { clock, limits, orphans }: Running,
  link: SshLink,
  command: string,
  { timeoutMs, stdin = '', signal, outputLimitBytes }: Bounded,
): Promise<CommandOutcome> => {
  const startedMs = clock.nowMs()
  const count = limits.start(timeoutMs, {
    kill: () => running.kill(),
    killByCommand: () => running.killByCommand(),
    abandon: (reason) => running.abandon(reason),
  })
  const { environment, needsPid } = count
  const name = needsPid ? orphans.nameNext() : undefined
  const running = runCommand(link, { command, environment, name, stdin, outputLimitBytes })
  const abort = (): void => count.abort()
  signal?.addEventListener('abort', abort)
  try {
    const result = await running.result.catch((error: unknown) => {
      if (name !== undefined && !(error instanceof NotStartedError))
        orphans.add({ name, leader: running.leader(), startedMs, link })
      throw error
    })
    signal?.throwIfAborted()
    return outcomeOf(result, { timeoutMs, durationMs: clock.nowMs() - startedMs, isOver: count.isOver })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    count.stop()
    signal?.removeEventListener('abort', abort)
  }
}

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
