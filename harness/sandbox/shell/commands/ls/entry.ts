import type { Call } from '../../script/command.ts'

/** A file as `ls` sees it. */
export interface Entry {
  readonly name: string
  readonly isDirectory: boolean
  /** What a symbolic link points at. */
  readonly target: string | undefined
  readonly mode: number
  readonly bytes: number
  readonly modifiedMs: number
  /** Name of the owner. */
  readonly owner: string
}

/** @param follows whether a symbolic link is taken for what it points at */
export const readEntry = async (
  call: Call,
  path: string,
  name: string,
  follows: boolean,
): Promise<Entry | undefined> => {
  const absolute = call.files.resolvePath(call.directory, path)
  if (!(await call.files.exists(absolute))) return undefined
  const link = await call.files.lstat(absolute)
  const stat = follows && link.isSymbolicLink ? await call.files.stat(absolute) : link
  const isHome = absolute.startsWith('/home/') || absolute.startsWith('/tmp/')
  return {
    name,
    isDirectory: stat.isDirectory,
    target: link.isSymbolicLink ? await call.files.readlink(absolute) : undefined,
    mode: stat.mode,
    bytes: stat.size,
    modifiedMs: stat.mtime.getTime(),
    owner: isHome ? (call.environment['USER'] ?? 'root') : 'root',
  }
}
