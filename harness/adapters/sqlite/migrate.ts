import type { Database } from 'better-sqlite3'
import { UsageError } from '../../domain/errors.ts'
import type { Prepare } from './kept-statements.ts'
import { migrations } from './migrations/index.ts'

/** Marks the file as ours in its header: "Ops1". */
const APPLICATION_ID = 0x4f707331

interface Dependencies {
  readonly database: Database
  readonly prepare: Prepare
}

/**
 * Brings a store to the present version, each migration in a transaction of its own.
 * @throws {UsageError} when a newer program or another one wrote the file
 */
export const migrate = ({ database, prepare }: Dependencies, path: string): void => {
  const version = numberIn(prepare, 'user_version')
  const applicationId = numberIn(prepare, 'application_id')
  if (applicationId !== APPLICATION_ID && !isEmpty(prepare))
    throw new UsageError(`${path}: is the database of another program; name another file, or move this one away`)
  if (version > migrations.length)
    throw new UsageError(
      `${path}: has version ${version}, this program knows versions up to ${migrations.length}; update opsskill, or name another file`,
    )
  migrations.slice(version).forEach((sql, index) => {
    database
      .transaction(() => {
        database.exec(sql)
        database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version + index + 1}`)
      })
      .immediate()
  })
}

const numberIn = (prepare: Prepare, name: string): number => Number(prepare(`PRAGMA ${name}`).pluck().get())

const isEmpty = (prepare: Prepare): boolean => prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
