import { join, resolve } from 'node:path'
import { openSshAccount } from '../../adapters/ssh/open-ssh-account.ts'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { requireDocument } from '../../adapters/yaml/load-document.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import { readAnyDocument } from '../compose/documents.ts'
import { FILES } from '../live/access-files.ts'
import { defaultFolder, requireRunning, runningSandbox } from '../live/state-file.ts'
import type { CommandContext } from '../terminal/context.ts'
import { neutralise } from '../terminal/neutralise.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

export interface FolderOption {
  readonly folder?: string
}

const folderOf = ({ folder }: FolderOption): string => resolve(folder ?? defaultFolder())

/** Says what runs; 1 when nothing does. */
export const sandboxStatus = async ({ printer }: CommandContext, options: FolderOption): Promise<ExitCode> => {
  const folder = folderOf(options)
  const state = runningSandbox(folder)
  printer.result({
    json: () => (state === undefined ? { running: false, folder } : { running: true, folder, ...state }),
    text: () =>
      state === undefined
        ? `no sandbox runs from ${folder}`
        : `${state.app} in ${state.namespace}${state.fault === null ? '' : ` with ${state.fault}`}, since ${state.since}, process ${state.pid}, API at ${state.api}, files in ${folder}`,
  })
  return state === undefined ? exitCode.failed : exitCode.done
}

/** How long it may take to end, ms. */
const END_WITHIN_MS = 10_000
const LOOK_EVERY_MS = 50

/** Ends the sandbox that runs, and waits until it has. @throws {UsageError} when none does */
export const sandboxDown = async ({ io, printer }: CommandContext, options: FolderOption): Promise<ExitCode> => {
  const folder = folderOf(options)
  const { pid } = requireRunning(folder)
  process.kill(pid, 'SIGTERM')
  for (let waitedMs = 0; runningSandbox(folder) !== undefined; waitedMs += LOOK_EVERY_MS) {
    if (waitedMs > END_WITHIN_MS) throw new InfrastructureError(`process ${pid} has not ended`)
    await systemClock.sleep(LOOK_EVERY_MS, io.signal)
  }
  printer.result({ json: () => ({ ended: pid }), text: () => `process ${pid} has ended` })
  return exitCode.done
}

export interface ExecRequest extends FolderOption {
  /** Use the restricted account. */
  readonly operator?: boolean
}

/** No command at a prompt is waited for longer, ms. */
const LIMIT_MS = 24 * 3_600_000

/** Types a command into the target host's shell. What it prints is printed; 1 when it failed. @throws {UsageError} when none runs */
export const sandboxExec = async (
  { io, printer }: CommandContext,
  command: string,
  options: ExecRequest,
): Promise<ExitCode> => {
  const folder = folderOf(options)
  requireRunning(folder)
  const file = join(folder, options.operator === true ? FILES.operatorCluster : FILES.cluster)
  const config = requireDocument(await readAnyDocument(file), 'ssh-cluster')
  const account = await openSshAccount({ clock: systemClock, warn: printer.log }, config)
  try {
    const outcome = await account.shell.exec(command, { timeoutMs: LIMIT_MS, signal: io.signal })
    if (outcome.status === 'denied') throw new InfrastructureError(`denied: ${outcome.rule}`)
    // What a command prints may hold sequences that a terminal acts on; programs get the bytes as they are.
    io.stdout.write(io.stdout.isTTY ? neutralise(outcome.stdout) : outcome.stdout)
    io.stderr.write(io.stderr.isTTY ? neutralise(outcome.stderr) : outcome.stderr)
    return outcome.status === 'exited' && outcome.exitCode === 0 ? exitCode.done : exitCode.failed
  } finally {
    await account.close()
  }
}
