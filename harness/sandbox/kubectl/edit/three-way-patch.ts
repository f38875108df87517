import type { FieldSchema, ObjectSchema } from '../../api/types/schema.ts'
import { isJsonObject, jsonEqual, type JsonObject } from '../../api/merge/json.ts'

export interface ThreeWay {
  /** What was applied last time. */
  readonly original: JsonObject
  /** What shall be applied now. */
  readonly modified: JsonObject
  /** What is there. */
  readonly current: JsonObject
}

/**
 * The patch that brings `current` to `modified`: additions and changes against `current`, deletions of what was applied before and
 * is not wanted any more. With a schema the lists of built-in types are patched by key (strategic merge), else as a whole.
 * @returns an empty object when nothing is to do
 */
export const threeWayPatch = (schema: ObjectSchema | undefined, three: ThreeWay): JsonObject =>
  patchObject(schema, three.original, three.modified, three.current)

const patchObject = (
  schema: ObjectSchema | undefined,
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
): JsonObject => {
  const patch: Record<string, unknown> = {}
  for (const key of Object.keys(original)) {
    if (!(key in modified) && key in current) patch[key] = null
  }
  for (const [key, wanted] of Object.entries(modified)) {
    if (wanted === undefined) continue
    Object.assign(patch, patchField(key, schema?.fields[key], original[key], wanted, current[key]))
  }
  return retained(schema, modified, current, patch)
}

/** Unions such as a strategy name the fields that stay, whenever anything in them changes. */
const retained = (
  schema: ObjectSchema | undefined,
  modified: JsonObject,
  current: JsonObject,
  patch: JsonObject,
): JsonObject => {
  if (Object.keys(patch).length === 0) return patch
  const fields = Object.fromEntries(
    (schema?.retainKeys ?? []).flatMap((field) => {
      const [wanted, inPatch] = [modified[field], patch[field]]
      if (!isJsonObject(wanted) || !isJsonObject(inPatch) || jsonEqual(wanted, current[field])) return []
      return [[field, { ...inPatch, $retainKeys: Object.keys(wanted).toSorted() }]]
    }),
  )
  return { ...patch, ...fields }
}

const patchField = (
  key: string,
  field: FieldSchema | undefined,
  original: unknown,
  wanted: unknown,
  current: unknown,
): JsonObject => {
  if (isJsonObject(wanted) && isJsonObject(current)) {
    const nested = field?.type === 'object' ? field.schema : undefined
    const inner = patchObject(nested, isJsonObject(original) ? original : {}, wanted, current)
    return Object.keys(inner).length === 0 ? {} : { [key]: inner }
  }
  if (Array.isArray(wanted) && Array.isArray(current) && field?.type === 'array' && field.merge !== undefined) {
    const before = Array.isArray(original) ? (original as readonly unknown[]) : []
    return field.merge.by === 'key'
      ? patchKeyedList(key, field.items, field.merge.key, before, wanted, current)
      : patchSet(key, before, wanted, current)
  }
  return sameValue(field, wanted, current) ? {} : { [key]: wanted }
}

const patchKeyedList = (
  field: string,
  items: FieldSchema,
  mergeKey: string,
  original: readonly unknown[],
  wanted: readonly unknown[],
  current: readonly unknown[],
): JsonObject => {
  const schema = items.type === 'object' ? items.schema : undefined
  const keyOf = (item: unknown): unknown => (isJsonObject(item) ? item[mergeKey] : undefined)
  const find = (list: readonly unknown[], key: unknown): JsonObject | undefined =>
    list.find((item): item is JsonObject => isJsonObject(item) && item[mergeKey] === key)
  const changes = wanted.flatMap((item) => {
    const key = keyOf(item)
    const there = find(current, key)
    if (!isJsonObject(item) || there === undefined) return [item]
    const inner = patchObject(schema, find(original, key) ?? {}, item, there)
    return Object.keys(inner).length === 0 ? [] : [{ ...inner, [mergeKey]: key }]
  })
  const deletions = original.flatMap((item) => {
    const key = keyOf(item)
    const isGone = find(wanted, key) === undefined && find(current, key) !== undefined
    return isGone ? [{ $patch: 'delete', [mergeKey]: key }] : []
  })
  if (changes.length + deletions.length === 0) return {}
  return {
    [`$setElementOrder/${field}`]: wanted.map((item) => ({ [mergeKey]: keyOf(item) })),
    [field]: [...changes, ...deletions],
  }
}

const patchSet = (
  field: string,
  original: readonly unknown[],
  wanted: readonly unknown[],
  current: readonly unknown[],
): JsonObject => {
  const has = (list: readonly unknown[], item: unknown): boolean => list.some((other) => jsonEqual(other, item))
  const added = wanted.filter((item) => !has(current, item))
  const removed = original.filter((item) => !has(wanted, item) && has(current, item))
  if (added.length + removed.length === 0) return {}
  return {
    [`$setElementOrder/${field}`]: wanted,
    ...(added.length === 0 ? {} : { [field]: added }),
    ...(removed.length === 0 ? {} : { [`$deleteFromPrimitiveList/${field}`]: removed }),
  }
}

/** An empty map in a manifest asks for nothing, whether or not the field is there. */
const sameValue = (field: FieldSchema | undefined, wanted: unknown, current: unknown): boolean =>
  jsonEqual(wanted, current) ||
  (current === undefined && wanted === null) ||
  (field?.type === 'quantity' && typeof wanted === 'number' && String(wanted) === current)
