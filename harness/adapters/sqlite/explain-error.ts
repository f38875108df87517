import Sqlite from 'better-sqlite3'
import { UsageError } from '../../domain/errors.ts'

/** Turns what SQLite says of an unusable file into an error that names the file and the remedy; passes all else on. */
export const explainError = (error: unknown, path: string): unknown => {
  if (!(error instanceof Sqlite.SqliteError)) return error
  const remedy = remedies.find(([code]) => error.code.startsWith(code))?.[1]
  return remedy === undefined ? error : new UsageError(`${path}: ${remedy}`, { cause: error })
}

const remedies = [
  ['SQLITE_NOTADB', 'is not a SQLite database; name another file, or remove this one'],
  ['SQLITE_CORRUPT', 'is damaged; restore it from a copy, or start over with --fresh'],
  ['SQLITE_BUSY', 'is locked by another process; wait until it ends, or name another file'],
  ['SQLITE_READONLY', 'cannot be written; make it writable, or name another file'],
  ['SQLITE_CANTOPEN', 'cannot be opened; check that it is a file and may be read and written'],
  // A quota, or a limit on the size of files (`ulimit -f`), shows as an error of the disk.
  [
    'SQLITE_IOERR',
    'cannot be written: the disk fails, or a quota or a limit on file sizes is reached; make room and run again, finished trials are kept',
  ],
  ['SQLITE_FULL', 'cannot grow: the disk is full; make room and run again, finished trials are kept'],
] as const
