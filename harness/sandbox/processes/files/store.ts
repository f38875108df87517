/** Files of one volume, or of a container's own layer, by path below its root (`/a/b`; the root itself is `/`). */
export interface Store {
  readonly nodes: Map<string, FileNode>
  isReadOnly: boolean
  /** What is there without having been written, such as the image or a ConfigMap. A directory is told by its entries. */
  readonly given: ((path: string) => Given | undefined) | undefined
}

export type FileNode =
  | { readonly kind: 'directory'; mode: number; mtimeMs: number }
  | { readonly kind: 'file'; text: string; mode: number; mtimeMs: number }
  /** Hides what is given. */
  | { readonly kind: 'removed' }

export type Given =
  | { readonly kind: 'file'; readonly text: string; readonly mode: number }
  | { readonly kind: 'directory'; readonly entries: readonly string[] }

export const createStore = (
  options: { readonly isReadOnly?: boolean; readonly given?: Store['given'] } = {},
): Store => ({
  nodes: new Map(),
  isReadOnly: options.isReadOnly ?? false,
  given: options.given,
})

/** Given files out of a flat list of paths and texts. */
export const givenFiles = (contents: Readonly<Record<string, string>>, mode = 0o644): NonNullable<Store['given']> => {
  const directories = new Map<string, Set<string>>([['/', new Set()]])
  for (const path of Object.keys(contents)) {
    const parts = path.split('/').filter((part) => part !== '')
    parts.forEach((part, index) => {
      const parent = `/${parts.slice(0, index).join('/')}`
      const entries = directories.get(parent) ?? new Set()
      entries.add(part)
      directories.set(parent, entries)
    })
  }
  return (path) => {
    const text = contents[path]
    if (text !== undefined) return { kind: 'file', text, mode }
    const entries = directories.get(path)
    return entries === undefined ? undefined : { kind: 'directory', entries: [...entries] }
  }
}
