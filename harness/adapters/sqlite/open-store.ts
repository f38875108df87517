import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { UsageError } from '../../domain/errors.ts'
import type { Row, RowReader, Store } from '../../ports/store.ts'
import { beginSweep } from './begin-sweep.ts'
import { explainError } from './explain-error.ts'
import { createInsert } from './inserter.ts'
import { keepStatements, type Prepare } from './kept-statements.ts'
import { migrate } from './migrate.ts'
import { saveAttempt } from './save-attempt.ts'

export interface StoreOptions {
  /** The database file; `:memory:` keeps nothing. */
  readonly path: string
  /** How long to wait for a lock of another process, in ms of real time. */
  readonly lockWaitMs?: number
}

/**
 * Opens the store of observations and brings it to the present version; a file that is not there is made.
 * @throws {UsageError} when the file cannot be used, with its name and the remedy
 */
export const openStore = ({ path, lockWaitMs = 5_000 }: StoreOptions): Store => {
  const { database, prepare } = openDatabase(path, lockWaitMs)
  const dependencies = { prepare, insert: createInsert(prepare) }
  const inTransaction = (body: () => void): void => {
    try {
      database.transaction(body).immediate()
    } catch (error) {
      throw explainError(error, path)
    }
  }
  return {
    beginSweep: (sweep, trials) => inTransaction(() => beginSweep(dependencies, sweep, trials)),
    finishedTrials: (sweepId) => {
      const rows = prepare('SELECT trial_id FROM result WHERE sweep_id = ?').all(sweepId)
      return new Set((rows as readonly { readonly trial_id: string }[]).map((row) => row.trial_id))
    },
    saveTrial: (sweepId, record, wallMs) => inTransaction(() => saveAttempt(dependencies, { sweepId, record, wallMs })),
    rows: createRowReader(prepare).rows,
    close: () => {
      database.close()
    },
  }
}

const openDatabase = (path: string, lockWaitMs: number): { readonly database: Database; readonly prepare: Prepare } => {
  if (path !== ':memory:' && !existsSync(dirname(path)))
    throw new UsageError(`${path}: there is no directory ${dirname(path)}; make it first, or name another file`)
  let database: Database | undefined
  try {
    database = new Sqlite(path, { timeout: lockWaitMs })
    const prepare = keepStatements(database)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    migrate({ database, prepare }, path)
    return { database, prepare }
  } catch (error) {
    database?.close()
    throw explainError(error, path)
  }
}

const createRowReader = (prepare: Prepare): RowReader => ({
  rows: (sql, parameters = {}) => {
    const statement = prepare(sql)
    if (!statement.readonly) throw new UsageError(`only queries that read are allowed here, not: ${sql}`)
    return statement.all(parameters) as readonly Row[]
  },
})
