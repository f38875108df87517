import { InfrastructureError, InterruptedError, UsageError } from '../../domain/errors.ts'
import { exitCode, type ExitCode } from './exit-code.ts'
import type { CliIo } from './io.ts'
import { neutralise } from './neutralise.ts'

/** Set it to any value to see stack traces. */
export const DEBUG_VARIABLE = 'OPSSKILL_DEBUG'

/** Says on stderr what went wrong, in one message, and how the process has to end. */
export const explain = ({ env, stderr }: Pick<CliIo, 'env' | 'stderr'>, error: unknown): ExitCode => {
  const { text, code } = reading(error)
  stderr.write(`${neutralise(text)}\n`)
  if ((env[DEBUG_VARIABLE] ?? '') !== '') stderr.write(`${stackOf(error)}\n`)
  return code
}

const reading = (error: unknown): { readonly text: string; readonly code: ExitCode } => {
  if (error instanceof UsageError) return { text: `error: ${error.message}`, code: exitCode.wrongUse }
  if (error instanceof InterruptedError) return { text: error.message, code: exitCode.interrupted }
  if (error instanceof InfrastructureError) return { text: `error: ${error.message}`, code: exitCode.failed }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return {
    text: `error: this should not happen: ${message}\nset ${DEBUG_VARIABLE}=1 to see where it comes from`,
    code: exitCode.failed,
  }
}

const stackOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
