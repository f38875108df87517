import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { UsageError } from '../../domain/errors.ts'
import { makeFolder } from '../compose/make-folder.ts'
import { describeFileError } from '../terminal/describe-file-error.ts'
import { processStart } from '../../adapters/system/process-start.ts'

/** What `sandbox up` leaves in its folder for the other commands. */
export const SandboxState = z.strictObject({
  pid: z.int().positive(),
  /** See `processStart`. */
  process_start: z.string(),
  app: z.string(),
  namespace: z.string(),
  fault: z.string().nullable(),
  profile: z.string(),
  speed: z.number().positive(),
  api: z.string(),
  /** Real time, ISO 8601. */
  since: z.string(),
})
export type SandboxState = z.output<typeof SandboxState>

/** Where the sandbox of this user keeps its files, unless a folder is named. */
export const defaultFolder = (): string => join(tmpdir(), `opsskill-sandbox-${userInfo().uid}`)

/**
 * Makes the folder, for this user alone.
 * @returns what takes the folders that had to be made away again, as far as they are empty
 * @throws {UsageError} when it is somebody else's, or open to others, or no folder
 */
export const claimFolder = (folder: string): (() => void) => {
  const made = madeFolders(folder)
  const status = lstatSync(folder)
  if (!status.isDirectory()) throw new UsageError(`${folder}: is no folder`)
  if (status.uid !== userInfo().uid) throw new UsageError(`${folder}: belongs to another user; name one with --folder`)
  if ((status.mode & 0o077) !== 0)
    throw new UsageError(`${folder}: is open to other users; chmod 700 it, or name another with --folder`)
  return () => {
    for (const each of made.toReversed()) if (existsSync(each) && readdirSync(each).length === 0) rmdirSync(each)
  }
}

const madeFolders = (folder: string): readonly string[] => {
  try {
    return makeFolder(folder, 0o700)
  } catch (cause) {
    throw new UsageError(`${folder}: cannot be made: ${describeFileError(cause)}; name another with --folder`, {
      cause,
    })
  }
}

export const stateFile = (folder: string): string => join(folder, 'state.json')

/** The sandbox that runs from a folder; `undefined` when none does. @throws {UsageError} for a file that is none of ours */
export const runningSandbox = (folder: string): SandboxState | undefined => {
  const path = stateFile(folder)
  if (!existsSync(path)) return undefined
  const state = SandboxState.safeParse(parsed(path))
  if (!state.success) throw new UsageError(`${path}: is not the state of a sandbox`)
  const start = processStart(state.data.pid)
  return start !== undefined && start === state.data.process_start ? state.data : undefined
}

const parsed = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new UsageError(`${path}: cannot be read`, { cause })
  }
}

/** @throws {UsageError} when none runs */
export const requireRunning = (folder: string): SandboxState => {
  const state = runningSandbox(folder)
  if (state !== undefined) return state
  throw new UsageError(
    `no sandbox runs from ${folder}: start one with \`npx opsskill sandbox up\`, in a terminal of its own`,
  )
}

/** Takes away what `sandbox up` wrote; the folder stays. */
export const removeFiles = (folder: string, names: readonly string[]): void => {
  for (const name of names) rmSync(join(folder, name), { force: true })
}
