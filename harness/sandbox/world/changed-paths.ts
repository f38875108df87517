/** Bookkeeping of the server, which every write changes. */
const BOOKKEEPING = new Set(['metadata.managedFields', 'metadata.resourceVersion', 'metadata.generation'])

/**
 * Paths of the values that differ between two states of an object, `spec.replicas`, `spec.template.spec.containers[0].image`, in the
 * order of the fields. A list whose length changed differs as a whole.
 */
export const changedPaths = (before: unknown, after: unknown, path = ''): readonly string[] => {
  if (before === after || BOOKKEEPING.has(path)) return []
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return [path]
    return before.flatMap((item, index) => changedPaths(item, after[index], `${path}[${index}]`))
  }
  if (!isRecord(before) || !isRecord(after)) return [path]
  const keys = [...Object.keys(before), ...Object.keys(after).filter((key) => !Object.hasOwn(before, key))]
  return keys.flatMap((key) => changedPaths(before[key], after[key], step(path, key)))
}

const step = (path: string, key: string): string => {
  if (!/^[\w-]+$/.test(key)) return `${path}['${key}']`
  return path === '' ? key : `${path}.${key}`
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
