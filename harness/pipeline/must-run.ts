import { describeOutcome } from '../domain/command-outcome.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { ExecOptions, Shell } from '../ports/shell.ts'

/** Harness commands that do not wait for the cluster end within this cluster time. */
const COMMAND_LIMIT_MS = 60_000

/**
 * Runs a command of the harness that has to work.
 * @returns its stdout
 * @throws {InfrastructureError} when it did not end with exit code 0
 */
export const mustRun = async (shell: Shell, command: string, options: Partial<ExecOptions> = {}): Promise<string> => {
  const outcome = await shell.exec(command, { timeoutMs: COMMAND_LIMIT_MS, ...options })
  if (outcome.status === 'exited' && outcome.exitCode === 0) return outcome.stdout
  throw new InfrastructureError(`${command}: ${describeOutcome(outcome)}`)
}

/** As {@link mustRun}, for a command that prints one JSON document. */
export const mustRead = async (shell: Shell, command: string, options: Partial<ExecOptions> = {}): Promise<unknown> => {
  const stdout = await mustRun(shell, command, options)
  try {
    return JSON.parse(stdout)
  } catch (error) {
    throw new InfrastructureError(`${command}: did not print JSON`, { cause: error })
  }
}
