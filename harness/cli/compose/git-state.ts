import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface GitState {
  readonly commit: string
  /** Files that git knows, or would take in, differ from the commit. */
  readonly isDirty: boolean
}

const run = promisify(execFile)

/** The commit that a folder is checked out at; null where it is no checkout of its own, or git is not there. */
export const gitState = async (root: string): Promise<GitState | null> => {
  if (!existsSync(join(root, '.git'))) return null
  try {
    const [commit, status] = await Promise.all([git(root, 'rev-parse', 'HEAD'), git(root, 'status', '--porcelain')])
    return { commit, isDirty: status !== '' }
  } catch {
    // No git, no commit yet, or a checkout of someone else's: what cannot be known is left out of the provenance.
    return null
  }
}

const git = async (root: string, ...words: readonly string[]): Promise<string> =>
  (await run('git', ['-C', root, ...words])).stdout.trim()
