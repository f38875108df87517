import { failure } from '../errors.ts'
import type { Flags } from '../flags/types.ts'
import type { RequestOptions, Session } from '../session.ts'

export type DryRun = 'none' | 'client' | 'server'

/** Reads `--dry-run`. @throws {KubectlError} */
export const dryRunOf = (flags: Flags): DryRun => {
  const value = flags.text('dry-run')
  switch (value) {
    case 'none':
    case 'client':
    case 'server':
      return value
    case 'false':
      return 'none'
    case 'unchanged':
    case 'true':
      return 'client'
    default:
      throw failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`)
  }
}

/** What follows a verb in a message: `configured (server dry run)`. */
export const dryRunSuffix = (mode: DryRun): string =>
  mode === 'none' ? '' : mode === 'client' ? ' (dry run)' : ' (server dry run)'

/** How a changing command's requests are made. */
export const changeOptions = (session: Session, defaultManager: string): RequestOptions => {
  const { flags } = session
  return {
    fieldManager: flags.text('field-manager') || defaultManager,
    fieldValidation: validationOf(flags.text('validate')),
    ...(dryRunOf(flags) === 'server' ? { dryRun: true } : {}),
  }
}

const validationOf = (value: string): 'Strict' | 'Warn' | 'Ignore' => {
  switch (value) {
    case 'strict':
    case 'true':
    case '':
      return 'Strict'
    case 'warn':
      return 'Warn'
    case 'ignore':
    case 'false':
      return 'Ignore'
    default:
      throw failure(`invalid - validate option "${value}"; must be one of: strict (or true), warn, ignore (or false)`)
  }
}
