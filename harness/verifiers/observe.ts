import type { CheckResult } from '../domain/check.ts'
import { type CommandOutcome, stdoutOf, succeeded } from '../domain/command-outcome.ts'
import type { Shell } from '../ports/shell.ts'

const TIMEOUT_MS = 60_000

/** A look of the verifier's own: the command and what came of it. */
export interface Observation {
  readonly command: string
  readonly outcome: CommandOutcome
}

export const observe = async (shell: Shell, command: string, timeoutMs = TIMEOUT_MS): Promise<Observation> => ({
  command,
  outcome: await shell.exec(command, { timeoutMs }),
})

/** The JSON that a look printed; null when it failed or printed something else. */
export const jsonOf = ({ outcome }: Observation): unknown => {
  if (!succeeded(outcome)) return null
  try {
    return JSON.parse(stdoutOf(outcome)) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** A look with its judgement, in the form of a check. */
export const judged = (
  { command, outcome }: Observation,
  judgement: { readonly name: string; readonly signal: string; readonly passed: boolean; readonly detail: string },
): CheckResult => ({
  ...judgement,
  command,
  exitCode: outcome.status === 'exited' ? outcome.exitCode : null,
  stdout: stdoutOf(outcome),
  stderr: outcome.status === 'denied' ? '' : outcome.stderr,
})
