import type { JsonObject } from '../merge/json.ts'

/**
 * A set of paths into an object, in the notation of `managedFields` (FieldsV1): `f:` before the name of a field, `k:` before the keys
 * of a list item, `v:` before a plain list item. An empty object is a path that ends; `.` marks an end that others continue.
 */
export type FieldSet = JsonObject

export const EMPTY_SET: FieldSet = Object.freeze({})

/** All paths of both. Here an empty set at the top holds nothing. */
export const union = (a: FieldSet, b: FieldSet): FieldSet => {
  if (a === b || isEmpty(b)) return a
  if (isEmpty(a)) return b
  const result: Record<string, unknown> = { ...a }
  for (const [key, theirs] of Object.entries(b)) {
    const ours = a[key]
    if (ours === undefined) result[key] = theirs
    else if (key !== END && ours !== theirs) result[key] = joined(ours as FieldSet, theirs as FieldSet)
  }
  return result
}

/** The paths of `a` that `b` does not have. */
export const difference = (a: FieldSet, b: FieldSet): FieldSet => {
  if (isEmpty(a) || isEmpty(b)) return a
  let result: Record<string, unknown> | undefined
  for (const [key, theirs] of Object.entries(b)) {
    const ours = a[key]
    if (ours === undefined || key === END) continue
    const rest = without(ours as FieldSet, theirs as FieldSet)
    if (rest === ours) continue
    result ??= { ...a }
    if (rest === undefined) delete result[key]
    else result[key] = rest
  }
  return result ?? a
}

/** The paths that both have. */
export const intersection = (a: FieldSet, b: FieldSet): FieldSet => difference(a, difference(a, b))

export const isEmpty = (set: FieldSet): boolean => {
  for (const _ in set) return false
  return true
}

/** Every path as its steps, in the order of the server: fields by name. */
export const pathsOf = (set: FieldSet, prefix: readonly string[] = []): readonly (readonly string[])[] =>
  Object.keys(set)
    .filter((key) => key !== END)
    .sort()
    .flatMap((key) => {
      const child = set[key] as FieldSet
      const path = [...prefix, key]
      return [...(isEnd(child) ? [path] : []), ...pathsOf(child, path)]
    })

export const END = '.'

const isEnd = (node: FieldSet): boolean => isEmpty(node) || END in node

/** Union of two nodes below the top, where an empty object is an end. */
const joined = (a: FieldSet, b: FieldSet): FieldSet => {
  const children = union(isEmpty(a) ? { [END]: {} } : a, isEmpty(b) ? { [END]: {} } : b)
  return Object.keys(children).length === 1 && END in children ? {} : children
}

const without = (ours: FieldSet, theirs: FieldSet): FieldSet | undefined => {
  if (isEmpty(ours)) return isEnd(theirs) ? undefined : ours
  const rest = difference(ours, theirs)
  if (!(END in rest) || !isEnd(theirs)) return isEmpty(rest) ? undefined : rest
  const { [END]: _end, ...children } = rest
  return isEmpty(children) ? undefined : children
}
