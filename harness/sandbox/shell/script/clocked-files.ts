import { InMemoryFs } from 'just-bash'
import type { IFileSystem } from 'just-bash'

/** Files of one machine as they are found at first, by absolute path. */
export type InitialContents = Readonly<Record<string, string>>

/**
 * An in-memory file system whose times of modification are cluster time. It has none of the synchronous doors of the one beneath it,
 * so that starting a shell does not rewrite the list of programs.
 */
export const createClockedFiles = (clock: { readonly nowMs: () => number }, contents: InitialContents): IFileSystem => {
  const started = new Date(clock.nowMs())
  const inner = new InMemoryFs(
    Object.fromEntries(
      Object.entries({ ...contents, [NULL_DEVICE]: '' }).map(([path, content]) => [
        path,
        { content, mtime: started, mode: path.startsWith('/usr/') ? 0o755 : 0o644 },
      ]),
    ),
  )
  const stamp = async (path: string): Promise<void> => {
    const now = new Date(clock.nowMs())
    await inner.utimes(path, now, now)
  }
  return {
    readFile: (path, options) => inner.readFile(path, options),
    readFileBytes: (path) => inner.readFileBytes(path),
    readFileBuffer: (path) => inner.readFileBuffer(path),
    exists: (path) => inner.exists(path),
    stat: (path) => inner.stat(path),
    lstat: (path) => inner.lstat(path),
    readdir: (path) => inner.readdir(path),
    readdirWithFileTypes: (path) => inner.readdirWithFileTypes(path),
    rm: (path, options) => inner.rm(path, options),
    resolvePath: (base, path) => inner.resolvePath(base, path),
    getAllPaths: () => inner.getAllPaths(),
    chmod: (path, mode) => inner.chmod(path, mode),
    symlink: (target, link) => inner.symlink(target, link),
    link: (existing, added) => inner.link(existing, added),
    readlink: (path) => inner.readlink(path),
    realpath: (path) => inner.realpath(path),
    utimes: (path, accessed, modified) => inner.utimes(path, accessed, modified),
    writeFile: async (path, content, options) => {
      if (path === NULL_DEVICE) return
      await inner.writeFile(path, content, options)
      await stamp(path)
    },
    appendFile: async (path, content, options) => {
      if (path === NULL_DEVICE) return
      await inner.appendFile(path, content, options)
      await stamp(path)
    },
    mkdir: async (path, options) => {
      await inner.mkdir(path, options)
      await stamp(path)
    },
    cp: async (source, target, options) => {
      await inner.cp(source, target, options)
      await stamp(target)
    },
    mv: (source, target) => inner.mv(source, target),
  }
}

/** Keeps nothing of what is written to it. */
const NULL_DEVICE = '/dev/null'
