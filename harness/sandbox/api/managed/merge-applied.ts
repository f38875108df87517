import { isJsonObject, type JsonObject } from '../merge/json.ts'
import type { ObjectSchema } from '../types/schema.ts'
import { difference, EMPTY_SET, END, type FieldSet, isEmpty } from './field-set.ts'
import { itemStep } from './list-keys.ts'
import { type Structure, structureOf, structureOfSchema } from './structure.ts'

/** The live object with everything that is applied put over it: objects by field, keyed lists by item, the rest as a whole. */
export const mergeApplied = (schema: ObjectSchema, live: JsonObject, applied: JsonObject): JsonObject =>
  merged(structureOfSchema(schema), live, applied) as JsonObject

/** Takes fields out of an object, and the objects and items that become empty by that and were named themselves. */
export const withoutFields = (schema: ObjectSchema, object: JsonObject, fields: FieldSet): JsonObject =>
  isEmpty(fields) ? object : (pruned(structureOfSchema(schema), object, fields) as JsonObject)

/** What an applier no longer sends and nobody else owns. */
export const abandoned = (before: FieldSet, sent: FieldSet, others: readonly FieldSet[]): FieldSet =>
  others.reduce((rest, other) => difference(rest, other), difference(before, sent) ?? EMPTY_SET)

const merged = (structure: Structure, live: unknown, applied: unknown): unknown => {
  if (live === undefined || structure.kind === 'whole') return applied
  if (structure.kind === 'items') {
    if (!Array.isArray(live) || !Array.isArray(applied)) return applied
    const stepOf = (item: unknown): string | undefined => itemStep(structure.list, item)
    const wanted = new Map(applied.map((item: unknown) => [stepOf(item), item]))
    const known = new Map(live.map((item: unknown) => [stepOf(item), item]))
    const kept = live.map((item: unknown) => {
      const other = wanted.get(stepOf(item))
      return other === undefined
        ? item
        : merged(structureOf(structure.list.items, stepOf(item) ?? '', item), item, other)
    })
    return [...kept, ...applied.filter((item: unknown) => !known.has(stepOf(item)))]
  }
  if (!isJsonObject(live) || !isJsonObject(applied)) return applied
  const result: Record<string, unknown> = { ...live }
  for (const [name, value] of Object.entries(applied)) {
    if (value === undefined) continue
    result[name] = merged(structureOf(structure.fieldOf(name), name, value), live[name], value)
  }
  return result
}

const pruned = (structure: Structure, value: unknown, fields: FieldSet): unknown => {
  if (isEmpty(fields)) return undefined
  if (structure.kind === 'items' && Array.isArray(value)) {
    const rest = value
      .map((item: unknown) => {
        const step = itemStep(structure.list, item) ?? ''
        const child = fields[step] as FieldSet | undefined
        if (child === undefined) return item
        const isWhole = isEmpty(child) || END in child
        return isWhole ? undefined : pruned(structureOf(structure.list.items, step, item), item, child)
      })
      .filter((item) => item !== undefined)
    return rest.length === 0 && value.length > 0 ? undefined : rest
  }
  if (structure.kind !== 'fields' || !isJsonObject(value)) return value
  const result: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    const child = fields[`f:${name}`] as FieldSet | undefined
    const rest = child === undefined ? item : pruned(structureOf(structure.fieldOf(name), name, item), item, child)
    if (rest !== undefined) result[name] = rest
  }
  return Object.keys(result).length === 0 && Object.keys(value).length > 0 ? undefined : result
}
