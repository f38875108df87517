import { type FileMethod, type FileTrouble, noTrouble } from './file-trouble.ts'
import { byteLength } from './long-text.ts'
import type { FileNode, Store } from './store.ts'

/**
 * The file system of a container: its own layer and what is mounted into it. Paths are absolute and plain. A call may meet trouble: then it
 * throws a `FileFailure`, or it leaves behind time that whoever called has to let pass.
 */
export interface Files {
  /** @returns `undefined` for what is no file */
  readonly read: (path: string) => string | undefined
  readonly write: (path: string, text: string, mode: 'replace' | 'append') => WriteResult
  readonly makeDirectory: (path: string, withParents: boolean) => WriteResult
  readonly remove: (path: string) => WriteResult
  readonly changeMode: (path: string, mode: number) => WriteResult
  readonly list: (path: string) => readonly string[] | undefined
  readonly stat: (path: string) => Stat | undefined
  /** Every path that exists by itself or was written. */
  readonly paths: () => readonly string[]
  /** A write that leaves the files as they are: for what is written again and again, and nobody reads. */
  readonly stir: (path: string) => void
  /** Whether calls may fail or be held back by something that is not the files themselves. */
  readonly isTroubled: () => boolean
  /** For how long calls were held back since this was asked last, ms. */
  readonly takeDelayMs: () => number
}

export type WriteResult = 'done' | 'read-only' | 'missing' | 'is-directory' | 'exists' | 'not-directory'

export interface Stat {
  readonly kind: 'file' | 'directory'
  readonly size: number
  readonly mode: number
  readonly mtimeMs: number
}

export interface Mount {
  /** Without a slash at the end; empty for the root. */
  readonly path: string
  readonly store: Store
  readonly isReadOnly: boolean
  /** A directory inside the store, or a single file. */
  readonly subPath: string
}

export interface FilesOptions {
  readonly nowMs: () => number
  readonly mounts: readonly Mount[]
  /** Told after something was written. */
  readonly changed: () => void
  readonly trouble?: FileTrouble
}

export const createFiles = ({ nowMs, mounts, changed, trouble = noTrouble }: FilesOptions): Files => {
  let delayMs = 0
  const ordered = mounts.toSorted((a, b) => b.path.length - a.path.length)

  const call = (path: string, ...methods: readonly FileMethod[]): void => {
    if (trouble.isThere()) for (const method of methods) delayMs += trouble.meet(path, method)
  }

  const locate = (path: string): { readonly mount: Mount; readonly inner: string } => {
    for (const mount of ordered) {
      if (mount.path !== '' && path !== mount.path && !path.startsWith(`${mount.path}/`)) continue
      const inner = `${mount.subPath}${path.slice(mount.path.length)}`
      return { mount, inner: inner === '' ? '/' : inner }
    }
    throw new Error(`no root is mounted for ${path}`)
  }

  const nodeAt = (path: string): FileNode | undefined => {
    const { mount, inner } = locate(path)
    const own = mount.store.nodes.get(inner)
    if (own !== undefined) return own.kind === 'removed' ? undefined : own
    const given = mount.store.given?.(inner)
    if (given?.kind === 'file') return { kind: 'file', text: given.text, mode: given.mode, mtimeMs: 0 }
    if (given !== undefined || inner === '/') return { kind: 'directory', mode: 0o755, mtimeMs: 0 }
    return ordered.some((other) => other.path.startsWith(`${path}/`))
      ? { kind: 'directory', mode: 0o755, mtimeMs: 0 }
      : undefined
  }

  const put = (path: string, node: FileNode): WriteResult => {
    const { mount, inner } = locate(path)
    if (mount.isReadOnly || mount.store.isReadOnly) return 'read-only'
    if (nodeAt(parentOf(path))?.kind !== 'directory') return 'missing'
    mount.store.nodes.set(inner, node)
    changed()
    return 'done'
  }

  const list = (path: string): readonly string[] | undefined => {
    if (nodeAt(path)?.kind !== 'directory') return undefined
    const { mount, inner } = locate(path)
    const given = mount.store.given?.(inner)
    const names = new Set(given?.kind === 'directory' ? given.entries : [])
    const prefix = inner === '/' ? '/' : `${inner}/`
    for (const [key, node] of mount.store.nodes) {
      if (!key.startsWith(prefix) || key === '/') continue
      const name = key.slice(prefix.length)
      if (name.includes('/')) continue
      if (node.kind === 'removed') names.delete(name)
      else names.add(name)
    }
    const outer = path === '/' ? '/' : `${path}/`
    for (const other of ordered)
      if (other.path.startsWith(outer)) names.add(other.path.slice(outer.length).split('/')[0] ?? '')
    return [...names].sort()
  }

  return {
    read: (path) => {
      call(path, 'open', 'read')
      const node = nodeAt(path)
      return node?.kind === 'file' ? node.text : undefined
    },
    write: (path, text, mode) => {
      call(path, 'open', 'write')
      const node = nodeAt(path)
      if (node?.kind === 'directory') return 'is-directory'
      const before = mode === 'append' && node?.kind === 'file' ? node.text : ''
      return put(path, {
        kind: 'file',
        text: before + text,
        mode: node?.kind === 'file' ? node.mode : 0o644,
        mtimeMs: nowMs(),
      })
    },
    makeDirectory: (path, withParents) => {
      call(path, 'mkdir')
      const existing = nodeAt(path)
      if (existing !== undefined) return withParents && existing.kind === 'directory' ? 'done' : 'exists'
      const parts = path.split('/').filter((part) => part !== '')
      let result: WriteResult = 'done'
      for (let count = withParents ? 1 : parts.length; count <= parts.length; count += 1) {
        const step = `/${parts.slice(0, count).join('/')}`
        if (nodeAt(step) === undefined) result = put(step, { kind: 'directory', mode: 0o755, mtimeMs: nowMs() })
        if (result !== 'done') return result
      }
      return result
    },
    remove: (path) => {
      call(path, 'unlink')
      if (nodeAt(path) === undefined) return 'missing'
      const { mount, inner } = locate(path)
      if (mount.isReadOnly || mount.store.isReadOnly) return 'read-only'
      for (const key of mount.store.nodes.keys()) if (key.startsWith(`${inner}/`)) mount.store.nodes.delete(key)
      mount.store.nodes.delete(inner)
      if (mount.store.given?.(inner) !== undefined) mount.store.nodes.set(inner, { kind: 'removed' })
      changed()
      return 'done'
    },
    changeMode: (path, mode) => {
      call(path, 'setattr')
      const node = nodeAt(path)
      if (node === undefined || node.kind === 'removed') return 'missing'
      return put(path, { ...node, mode })
    },
    list: (path) => {
      call(path, 'opendir', 'readdir')
      return list(path)
    },
    stat: (path) => {
      call(path, 'getattr')
      const node = nodeAt(path)
      if (node === undefined || node.kind === 'removed') return undefined
      const size = node.kind === 'file' ? byteLength(node.text) : 4096
      return { kind: node.kind, size, mode: node.mode, mtimeMs: node.mtimeMs }
    },
    paths: () => {
      const all: string[] = []
      const walk = (path: string): void => {
        all.push(path)
        for (const name of list(path) ?? []) walk(path === '/' ? `/${name}` : `${path}/${name}`)
      }
      walk('/')
      return all
    },
    stir: (path) => call(path, 'open', 'write'),
    isTroubled: trouble.isThere,
    takeDelayMs: () => {
      const owedMs = delayMs
      delayMs = 0
      return owedMs
    },
  }
}

/** Bytes that were written into a store. */
export const writtenBytes = (store: Store): number => {
  let total = 0
  for (const node of store.nodes.values()) if (node.kind === 'file') total += byteLength(node.text)
  return total
}

/** An absolute path without `.`, `..` and double slashes. */
export const resolvePath = (directory: string, path: string): string => {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'
