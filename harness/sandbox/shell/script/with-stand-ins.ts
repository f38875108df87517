import type { IFileSystem } from 'just-bash'
import { STAND_INS } from './stand-in-names.ts'

/** A machine's files, among which the interpreter finds the commands that stand in: it looks for a file on the PATH. They are in no list. */
export const withStandIns = (files: IFileSystem): IFileSystem => ({
  ...files,
  exists: async (path) => PATHS.has(path) || files.exists(path),
  stat: async (path) => (PATHS.has(path) ? PROGRAM : files.stat(path)),
})

const PATHS: ReadonlySet<string> = new Set(Object.values(STAND_INS).map((name) => `/usr/bin/${name}`))

const PROGRAM = {
  isFile: true,
  isDirectory: false,
  isSymbolicLink: false,
  mode: 0o755,
  size: 4,
  mtime: new Date(0),
}
