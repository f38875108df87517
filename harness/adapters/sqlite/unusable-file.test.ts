import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UsageError } from '../../domain/errors.ts'
import { explainError } from './explain-error.ts'
import { openStore } from './open-store.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

/** What is said when the file is opened. */
const messageOf = (name: string): string => {
  try {
    openStore({ path: join(directory, name), lockWaitMs: 10 }).close()
    return 'it could be opened'
  } catch (error) {
    return error instanceof UsageError ? error.message : `not a UsageError: ${String(error)}`
  }
}

describe('a file that cannot be a store', () => {
  test('in a directory that is missing is refused by name', () => {
    expect(messageOf('missing/s.sqlite')).toContain(`there is no directory ${join(directory, 'missing')}`)
  })

  test('of another kind is refused', () => {
    writeFileSync(join(directory, 's.sqlite'), 'sweep: pilot\n'.repeat(200))
    expect(messageOf('s.sqlite')).toMatch(/s\.sqlite: is not a SQLite database/)
  })

  test('of another program is refused and left alone', () => {
    const other = new Sqlite(join(directory, 's.sqlite'))
    other.exec('CREATE TABLE bookmark (url TEXT)')
    other.close()
    expect(messageOf('s.sqlite')).toMatch(/database of another program/)
  })

  test('of a newer version is refused', () => {
    openStore({ path: join(directory, 's.sqlite') }).close()
    const newer = new Sqlite(join(directory, 's.sqlite'))
    newer.pragma('user_version = 99')
    newer.close()
    expect(messageOf('s.sqlite')).toMatch(/has version 99.*update opsskill/)
  })

  test('locked by another process is refused', () => {
    openStore({ path: join(directory, 's.sqlite') }).close()
    const other = new Sqlite(join(directory, 's.sqlite'))
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec('BEGIN EXCLUSIVE')
    expect(messageOf('s.sqlite')).toMatch(/is locked by another process/)
    other.close()
  })

  test('that is a directory is refused', () => {
    expect(messageOf('.')).toMatch(/cannot be opened/)
  })

  test('that may not be written gets the remedy', () => {
    const error = explainError(
      new Sqlite.SqliteError('attempt to write a readonly database', 'SQLITE_READONLY_DIRECTORY'),
      'x',
    )
    expect((error as Error).message).toMatch(/^x: cannot be written; make it writable/)
  })
})
