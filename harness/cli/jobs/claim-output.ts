import { existsSync, rmSync, statSync } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../../domain/errors.ts'
import { makeFolder } from '../compose/make-folder.ts'
import type { CommandContext } from '../terminal/context.ts'
import { describeFileError } from '../terminal/describe-file-error.ts'

/** A file that the user named for a result. */
export interface OutputRequest {
  /** As the user typed it: `--report-out`, or the name of an argument. */
  readonly flag: string
  readonly file: string
  /** Files that the command reads: none of them is written over, whatever else is allowed. */
  readonly inputs: readonly string[]
  /** Undefined: an older file is replaced. Else it is refused, with this as what to do about it. */
  readonly keepOlder?: string
}

/**
 * Makes sure, before the work begins, that its result can be written: nothing is worse than a change of a cluster whose report is lost.
 * Makes the file's folder where it is missing, and says so.
 * @throws {UsageError} that names flag, file, reason and remedy
 */
export const claimOutput = async (
  { log }: { readonly log: (line: string) => void },
  { flag, file, inputs, keepOlder }: OutputRequest,
): Promise<void> => {
  const refuse = (reason: string, remedy: string, cause?: unknown): never => {
    throw new UsageError(`${flag} ${file}: ${reason}; ${remedy}`, { cause })
  }
  if (file === '') refuse('the name is empty', 'name a file')
  const older = existsSync(file)
  if (older && statSync(file).isDirectory()) refuse('is a folder', 'name a file in it')
  for (const input of inputs)
    if (older && existsSync(input) && (await realpath(input)) === (await realpath(file)))
      refuse('is what the command reads', 'name another file')
  // A device such as /dev/stdout is always there.
  if (older && keepOlder !== undefined && statSync(file).isFile()) refuse('exists already', keepOlder)
  try {
    for (const folder of makeFolder(dirname(file))) log(`made the folder ${folder}`)
    await (await open(file, 'a')).close()
    if (!older) rmSync(file)
  } catch (error) {
    refuse(
      `cannot be written: ${describeFileError(error)}`,
      flag.startsWith('-') ? `name another file with ${flag}` : 'name another file',
      error,
    )
  }
}

/** The same for `--report-out`: a report replaces the one of an earlier run, and nothing that the run itself reads. */
export const claimReport = (
  { printer }: CommandContext,
  file: string,
  inputs: readonly (string | undefined)[],
): Promise<void> =>
  claimOutput(printer, { flag: '--report-out', file, inputs: inputs.filter((input) => input !== undefined) })
