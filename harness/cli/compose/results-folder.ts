import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../domain/errors.ts'
import { describeFileError } from '../terminal/describe-file-error.ts'
import { makeFolder } from './make-folder.ts'
import { openStore } from './open-store.ts'

export const STORE_FILE = 'store.sqlite'
const LOCK_FILE = 'running.pid'
const ANOTHER = 'name another folder with --out'

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
 * Makes a results folder where there is none, or empties it for a fresh start, and keeps other runs out of it.
 * @returns what lets the next run in
 * @throws {UsageError} rather than touch a folder that holds anything which a sweep did not write, or that another run works in
 */
export const openResultsFolder = (folder: string, { fresh }: { readonly fresh: boolean }): (() => void) => {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw new UsageError(`${folder}: is not a folder; ${ANOTHER}`)
    const names = readdirSync(folder).filter((name) => name !== LOCK_FILE)
    const foreign = names.filter((name) => !OURS.has(name))
    const isResults = foreign.length === 0 && (names.length === 0 || names.includes(STORE_FILE))
    if (!isResults)
      throw new UsageError(
        `${folder}: is not a results folder${foreign.length > 0 ? ` (it holds ${foreign.slice(0, 3).join(', ')})` : ''}; ${ANOTHER}`,
      )
  }
  try {
    makeFolder(folder)
  } catch (cause) {
    throw new UsageError(`${folder}: cannot be made: ${describeFileError(cause)}; ${ANOTHER}`, { cause })
  }
  const release = lock(folder)
  try {
    if (fresh) empty(folder)
  } catch (error) {
    release()
    throw error
  }
  return release
}

/** Deletes what earlier runs wrote; a store of another program is refused, not deleted. */
const empty = (folder: string): void => {
  const store = join(folder, STORE_FILE)
  if (existsSync(store)) openStore(store).close()
  for (const name of readdirSync(folder)) if (name !== LOCK_FILE) rmSync(join(folder, name), { recursive: true })
}

const lock = (folder: string): (() => void) => {
  const file = join(folder, LOCK_FILE)
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch (cause) {
    if (!isTaken(cause))
      throw new UsageError(`${folder}: cannot be written: ${describeFileError(cause)}; ${ANOTHER}`, { cause })
    const pid = Number(readFileSync(file, 'utf8'))
    if (isAlive(pid))
      throw new UsageError(`${folder}: another run works here (process ${pid}); wait for it, or ${ANOTHER}`, { cause })
    // Left behind by a run that was killed.
    rmSync(file, { force: true })
    return lock(folder)
  }
  return () => rmSync(file, { force: true })
}

const isAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'
