import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../domain/errors.ts'

export const STORE_FILE = 'store.sqlite'

/** What a sweep and its report write; everything else in a results folder is someone else's. */
const OURS = new Set([
  STORE_FILE,
  `${STORE_FILE}-wal`,
  `${STORE_FILE}-shm`,
  'report.html',
  'manifest.json',
  'figures',
  'tables',
])

/**
 * Makes a results folder where there is none, or empties it for a fresh start.
 * @throws {UsageError} rather than touch a folder that holds anything which a sweep did not write
 */
export const prepareResultsFolder = (folder: string, { fresh }: { readonly fresh: boolean }): void => {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw new UsageError(`${folder}: is not a folder; name another one with --out`)
    const names = readdirSync(folder)
    const foreign = names.filter((name) => !OURS.has(name))
    const isResults = foreign.length === 0 && (names.length === 0 || names.includes(STORE_FILE))
    if (!isResults)
      throw new UsageError(
        `${folder}: is not a results folder${foreign.length > 0 ? ` (it holds ${foreign.slice(0, 3).join(', ')})` : ''}; name another one with --out`,
      )
    if (fresh) for (const name of names) rmSync(join(folder, name), { recursive: true })
  }
  mkdirSync(folder, { recursive: true })
}
