import { isJsonObject, jsonEqual, type JsonObject } from '../merge/json.ts'
import type { FieldSchema, ObjectSchema } from '../types/schema.ts'
import { EMPTY_SET, END, type FieldSet, isEmpty } from './field-set.ts'
import { itemStep } from './list-keys.ts'
import { type Structure, structureOf, structureOfSchema } from './structure.ts'

export interface Difference {
  /** Fields that are new or have another value. */
  readonly changed: FieldSet
  readonly removed: FieldSet
}

/** What differs between two objects, as sets of fields. Parts that both share are not looked at. */
export const compareFields = (schema: ObjectSchema, before: JsonObject, after: JsonObject): Difference => ({
  changed: owned(changes(structureOfSchema(schema), '', before, after)),
  removed: owned(changes(structureOfSchema(schema), '', after, before, true)),
})

/** All fields that somebody names who sends an object to apply. */
export const fieldsOf = (schema: ObjectSchema, object: JsonObject): FieldSet =>
  owned(wholeSet(structureOfSchema(schema), '', object, false))

/** Paths that nobody owns are taken out: what the server fills in, and the object's name. */
const owned = (set: FieldSet | undefined): FieldSet => {
  if (set === undefined) return EMPTY_SET
  const { 'f:apiVersion': _version, 'f:kind': _kind, [END]: _end, 'f:metadata': metadata, ...rest } = set
  if (!isJsonObject(metadata)) return rest
  const entries = Object.entries(metadata).filter(([key]) => !UNOWNED.has(key))
  return entries.length === 0 ? rest : { 'f:metadata': Object.fromEntries(entries), ...rest }
}

const UNOWNED = new Set(
  [
    'creationTimestamp',
    'deletionGracePeriodSeconds',
    'deletionTimestamp',
    'generation',
    'managedFields',
    'name',
    'namespace',
    'resourceVersion',
    'selfLink',
    'uid',
  ].map((name) => `f:${name}`),
).add(END)

/** Steps of `b` that `a` lacks or has with another value; with `onlyNew`, only those that it lacks. */
const changes = (structure: Structure, name: string, a: unknown, b: unknown, onlyNew = false): FieldSet | undefined => {
  if (a === b) return undefined
  if (a === undefined || a === null) return wholeSet(structure, name, b, true)
  const result =
    structure.kind === 'items'
      ? changedItems(structure.list, a, b, onlyNew)
      : structure.kind === 'fields' && isObject(a) && isObject(b)
        ? changedFields(structure.fieldOf, a, b, onlyNew)
        : undefined
  if (result === undefined) return onlyNew || jsonEqual(a, b) ? undefined : {}
  return isEmpty(result) ? undefined : result
}

/** Most fields of two states are the same object: those cost one look. */
const changedFields = (
  fieldOf: (name: string) => FieldSchema | undefined,
  a: JsonObject,
  b: JsonObject,
  onlyNew: boolean,
): FieldSet => {
  const result: Record<string, FieldSet> = {}
  for (const name of Object.keys(b)) {
    const [before, value] = [a[name], b[name]]
    if (value === undefined || before === value) continue
    const found = changes(structureOf(fieldOf(name), name, value), name, before, value, onlyNew)
    if (found !== undefined) result[`f:${name}`] = found
  }
  return result
}

const changedItems = (list: ListSchema, a: unknown, b: unknown, onlyNew: boolean): FieldSet | undefined => {
  if (!Array.isArray(a) || !Array.isArray(b)) return undefined
  const ours = new Map<string, unknown>()
  for (const item of a as readonly unknown[]) {
    const step = itemStep(list, item)
    if (step !== undefined) ours.set(step, item)
  }
  const result: Record<string, FieldSet> = {}
  for (const item of b as readonly unknown[]) {
    const step = itemStep(list, item)
    if (step === undefined || ours.get(step) === item) continue
    const found = changes(structureOf(list.items, step, item), step, ours.get(step), item, onlyNew)
    if (found !== undefined) result[step] = found
  }
  return result
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null

type ListSchema = FieldSchema & { readonly type: 'array' }

/** Every path of a value. `isNew` also marks the objects on the way, as the server does when they come into being. */
const wholeSet = (structure: Structure, name: string, value: unknown, isNew: boolean): FieldSet | undefined => {
  if (value === undefined) return undefined
  if (structure.kind === 'whole' || typeof value !== 'object' || value === null) return EMPTY_SET
  const result: Record<string, FieldSet> = {}
  // Without a map of parts: every creation comes through here with a whole object.
  if (structure.kind === 'items') {
    for (const item of value as readonly unknown[]) {
      const step = itemStep(structure.list, item)
      if (step === undefined) continue
      result[step] = wholeSet(structureOf(structure.list.items, step, item), step, item, isNew) ?? EMPTY_SET
    }
  } else {
    for (const [key, item] of Object.entries(value)) {
      const found = wholeSet(structureOf(structure.fieldOf(key), key, item), key, item, isNew)
      if (found !== undefined) result[`f:${key}`] = found
    }
  }
  if (isEmpty(result)) return EMPTY_SET
  if (name.startsWith('k:') || (isNew && !ALWAYS_THERE.has(name))) result[END] = EMPTY_SET
  return result
}

/** Parts of an object that it has even when nobody has written them. */
const ALWAYS_THERE = new Set([
  '',
  'containers',
  'jobTemplate',
  'metadata',
  'spec',
  'status',
  'strategy',
  'template',
  'updateStrategy',
])
