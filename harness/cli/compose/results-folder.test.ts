import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { UsageError } from '../../domain/errors.ts'
import { openResultsFolder } from './results-folder.ts'

const made: string[] = []
const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'results-'))
  made.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

describe('a results folder', () => {
  it('lets one run in at a time', () => {
    const folder = aFolder()
    const release = openResultsFolder(folder, { fresh: false })
    expect(() => openResultsFolder(folder, { fresh: true })).toThrow(/another run works here/)
    release()
    openResultsFolder(folder, { fresh: false })()
    expect(existsSync(join(folder, 'running.pid'))).toBe(false)
  })

  it('is free again after a run that was killed', () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'store.sqlite'), '')
    // No process has this number: it is above the largest that Linux gives.
    writeFileSync(join(folder, 'running.pid'), '99999999')
    const release = openResultsFolder(folder, { fresh: false })
    expect(readFileSync(join(folder, 'running.pid'), 'utf8')).toBe(String(process.pid))
    release()
  })

  it('does not delete the database of another program for a fresh start', () => {
    const folder = aFolder()
    const file = join(folder, 'store.sqlite')
    const other = new Database(file)
    other.exec('CREATE TABLE notes (line TEXT)')
    other.close()
    expect(() => openResultsFolder(folder, { fresh: true })).toThrow(UsageError)
    expect(existsSync(file)).toBe(true)
    expect(existsSync(join(folder, 'running.pid'))).toBe(false)
  })

  it('leaves a folder alone that holds anything else', () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    expect(() => openResultsFolder(folder, { fresh: true })).toThrow(/is not a results folder/)
  })
})
