import type { IFileSystem } from 'just-bash'
import { parentOf, resolvePath, type Files, type WriteResult } from '../../processes/files/files.ts'
import { shown } from '../../processes/files/long-text.ts'

/** A container's files as the interpreter of operators' scripts asks for them. */
export const tableFiles = (files: Files): IFileSystem => {
  const read = (path: string): string => {
    const text = path === '/dev/null' ? '' : files.read(path)
    if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`)
    return shown(text)
  }
  const check = (result: WriteResult, path: string): void => {
    if (result === 'done') return
    throw new Error(`${CODES[result]}, open '${path}'`)
  }
  const write = (path: string, content: string | Uint8Array, mode: 'replace' | 'append'): void => {
    if (path === '/dev/null') return
    check(files.write(path, typeof content === 'string' ? content : Buffer.from(content).toString('utf8'), mode), path)
  }
  const stat = (path: string) => {
    const found = files.stat(path)
    if (found === undefined) throw new Error(`ENOENT: no such file or directory, stat '${path}'`)
    const { kind, mode, size, mtimeMs } = found
    return {
      isFile: kind === 'file',
      isDirectory: kind === 'directory',
      isSymbolicLink: false,
      mode,
      size,
      mtime: new Date(mtimeMs),
    }
  }
  const copy = (source: string, target: string): void => {
    if (files.stat(source)?.kind !== 'directory') return write(target, read(source), 'replace')
    files.makeDirectory(target, true)
    for (const name of files.list(source) ?? []) copy(`${source}/${name}`, `${target}/${name}`)
  }
  const unsupported = (what: string) => () => Promise.reject(new Error(`EPERM: operation not permitted, ${what}`))
  return {
    readFile: async (path) => read(path),
    readFileBytes: async (path) => Buffer.from(read(path)).toString('latin1') as never,
    readFileBuffer: async (path) => new Uint8Array(Buffer.from(read(path))),
    exists: async (path) => path === '/dev/null' || files.stat(path) !== undefined,
    stat: async (path) => stat(path),
    lstat: async (path) => stat(path),
    readdir: async (path) => [...(files.list(path) ?? [])],
    readdirWithFileTypes: async (path) =>
      (files.list(path) ?? []).map((name) => ({ name, ...stat(path === '/' ? `/${name}` : `${path}/${name}`) })),
    rm: async (path, options) => {
      if (options?.force === true && files.stat(path) === undefined) return
      check(files.remove(path), path)
    },
    resolvePath,
    getAllPaths: () => [...files.paths()],
    chmod: async (path, mode) => check(files.changeMode(path, mode), path),
    symlink: unsupported('symlink'),
    link: unsupported('link'),
    readlink: unsupported('readlink'),
    realpath: async (path) => resolvePath('/', path),
    utimes: async () => {},
    writeFile: async (path, content) => write(path, content, 'replace'),
    appendFile: async (path, content) => write(path, content, 'append'),
    mkdir: async (path, options) => {
      if (options?.recursive !== true && files.stat(parentOf(path)) === undefined) check('missing', path)
      check(files.makeDirectory(path, options?.recursive === true), path)
    },
    cp: async (source, target) => copy(source, target),
    mv: async (source, target) => {
      copy(source, target)
      check(files.remove(source), source)
    },
  }
}

const CODES: Readonly<Record<Exclude<WriteResult, 'done'>, string>> = {
  'read-only': 'EROFS: read-only file system',
  missing: 'ENOENT: no such file or directory',
  'is-directory': 'EISDIR: illegal operation on a directory',
  exists: 'EEXIST: file already exists',
  'not-directory': 'ENOTDIR: not a directory',
}
