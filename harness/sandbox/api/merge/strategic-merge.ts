import type { FieldSchema, MergeRule, ObjectSchema } from '../types/schema.ts'
import { isJsonObject, type JsonObject, jsonEqual } from './json.ts'

/** A strategic merge patch that cannot be applied; the message is the server's. */
export class StrategicMergeError extends Error {
  override readonly name = 'StrategicMergeError'
}

/**
 * Strategic merge patch: like a merge patch, but lists of the built-in types merge by key. Understands `$patch: replace | delete |
 * merge`, `$retainKeys`, `$deleteFromPrimitiveList/<field>` and `$setElementOrder/<field>`.
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch (documentation of the directives).
 * @throws {StrategicMergeError}
 */
export const strategicMerge = (schema: ObjectSchema | undefined, original: unknown, patch: unknown): JsonObject =>
  mergeObject(schema, isJsonObject(original) ? original : {}, asObject(patch))

const mergeObject = (schema: ObjectSchema | undefined, original: JsonObject, patch: JsonObject): JsonObject => {
  switch (patch['$patch']) {
    case 'replace':
      return withoutDirectives(patch)
    case 'delete':
      return {}
  }
  const result: Record<string, unknown> = { ...original }
  const retain = patch['$retainKeys']
  if (Array.isArray(retain)) for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key]
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue
    if (value === null) delete result[key]
    else result[key] = mergeField(schema?.fields[key], result[key], value, patch[`${ORDER}${key}`])
  }
  applyListDirectives(schema, result, patch)
  return result
}

const ORDER = '$setElementOrder/'
const DELETE = '$deleteFromPrimitiveList/'

const applyListDirectives = (schema: ObjectSchema | undefined, result: Record<string, unknown>, patch: JsonObject) => {
  for (const [key, value] of Object.entries(patch)) {
    if (!Array.isArray(value)) continue
    const field = key.slice(key.indexOf('/') + 1)
    const list = result[field]
    if (!Array.isArray(list)) continue
    if (key.startsWith(DELETE)) {
      result[field] = list.filter((item) => !value.some((deleted) => jsonEqual(item, deleted)))
    } else if (key.startsWith(ORDER) && !(field in patch)) {
      result[field] = ordered(ruleOf(schema?.fields[field]), list, value)
    }
  }
}

const mergeField = (field: FieldSchema | undefined, original: unknown, patch: unknown, order: unknown): unknown => {
  if (isJsonObject(patch)) {
    const schema = field?.type === 'object' ? field.schema : undefined
    return mergeObject(schema, isJsonObject(original) ? original : {}, patch)
  }
  const rule = ruleOf(field)
  if (!Array.isArray(patch) || rule === undefined || field?.type !== 'array') return patch
  const list = Array.isArray(original) ? (original as readonly unknown[]) : []
  const merged = rule.by === 'value' ? union(list, patch) : mergeByKey(field.items, rule.key, list, patch)
  return Array.isArray(order) ? ordered(rule, merged, order) : merged
}

const ruleOf = (field: FieldSchema | undefined): MergeRule | undefined =>
  field?.type === 'array' ? field.merge : undefined

const union = (list: readonly unknown[], patch: readonly unknown[]): readonly unknown[] => [
  ...list,
  ...patch.filter((item, index) => !list.includes(item) && patch.indexOf(item) === index),
]

const mergeByKey = (
  items: FieldSchema,
  key: string,
  original: readonly unknown[],
  patch: readonly unknown[],
): readonly unknown[] => {
  const schema = items.type === 'object' ? items.schema : undefined
  const isReplaced = patch.some((item) => isJsonObject(item) && item['$patch'] === 'replace' && !(key in item))
  let result = isReplaced ? [] : [...original]
  for (const item of patch) {
    const change = asObject(item)
    if (!(key in change)) {
      if (change['$patch'] === 'replace') continue
      throw new StrategicMergeError(`map: ${JSON.stringify(change)} does not contain declared merge key: ${key}`)
    }
    const index = result.findIndex((other) => isJsonObject(other) && jsonEqual(other[key], change[key]))
    const old = result[index]
    if (change['$patch'] === 'delete') result = result.filter((_, at) => at !== index)
    else if (isJsonObject(old)) result[index] = mergeObject(schema, old, change)
    else result.push(mergeObject(schema, {}, change))
  }
  return result
}

/** Sorts by the given order; items that it does not name keep their place before the next named one. */
const ordered = (
  rule: MergeRule | undefined,
  list: readonly unknown[],
  order: readonly unknown[],
): readonly unknown[] => {
  const identity = (item: unknown): unknown => (rule?.by === 'key' && isJsonObject(item) ? item[rule.key] : item)
  const rankOf = (item: unknown): number => order.findIndex((entry) => jsonEqual(identity(entry), identity(item)))
  const named = list.filter((item) => rankOf(item) >= 0).toSorted((a, b) => rankOf(a) - rankOf(b))
  const result: unknown[] = []
  let next = 0
  for (const item of list) {
    if (rankOf(item) < 0) result.push(item)
    else result.push(named[next++])
  }
  return result
}

const withoutDirectives = (patch: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')))

const asObject = (value: unknown): JsonObject => {
  if (isJsonObject(value)) return value
  throw new StrategicMergeError('Invalid JSON Patch: expected an object')
}
