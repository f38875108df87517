import type { Database } from 'better-sqlite3'
import { UsageError } from '../../domain/errors.ts'
import { migrations } from './migrations/index.ts'

/** Marks the file as ours in its header: "Ops1". */
const APPLICATION_ID = 0x4f707331

/**
 * Brings a store to the present version, each migration in a transaction of its own.
 * @throws {UsageError} when a newer program or another one wrote the file
 */
export const migrate = (database: Database, path: string): void => {
  const version = Number(database.pragma('user_version', { simple: true }))
  const applicationId = Number(database.pragma('application_id', { simple: true }))
  if (applicationId !== APPLICATION_ID && !isEmpty(database))
    throw new UsageError(`${path}: is the database of another program; name another file, or move this one away`)
  if (version > migrations.length)
    throw new UsageError(
      `${path}: has version ${version}, this program knows versions up to ${migrations.length}; update opsskill, or name another file`,
    )
  migrations.slice(version).forEach((sql, index) => {
    database
      .transaction(() => {
        database.exec(sql)
        database.pragma(`application_id = ${APPLICATION_ID}`)
        database.pragma(`user_version = ${version + index + 1}`)
      })
      .immediate()
  })
}

const isEmpty = (database: Database): boolean =>
  database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
