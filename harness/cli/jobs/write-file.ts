import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../../domain/errors.ts'
import { makeFolder } from '../compose/make-folder.ts'
import { describeFileError } from '../terminal/describe-file-error.ts'

/**
 * Writes text into a file, and makes its folder where it is missing.
 * @throws {UsageError} when it cannot be written
 */
export const writeTextFile = async (file: string, text: string): Promise<void> => {
  try {
    makeFolder(dirname(file))
    await writeFile(file, text)
  } catch (cause) {
    throw new UsageError(`${file}: cannot be written: ${describeFileError(cause)}; name another file`, { cause })
  }
}

export const writeJsonFile = (file: string, value: unknown): Promise<void> =>
  writeTextFile(file, `${JSON.stringify(value, null, 2)}\n`)
