import { canonicalQuantity } from '../quantity.ts'
import type { FieldSchema, ObjectSchema } from '../types/schema.ts'

/** A value does not fit its field; the message is worded as the server's decoder words it. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}

export interface Decoded {
  /** A frozen copy: unknown fields, nulls and empty optional lists are gone, quantities have their canonical form. */
  readonly value: Readonly<Record<string, unknown>>
  /** Paths such as `spec.replicaz`. */
  readonly unknownFields: readonly string[]
}

/** Reads objects by their schema. Parts that it has already read under the same schema are shared, not copied. */
export type Decoder = (schema: ObjectSchema, object: Readonly<Record<string, unknown>>) => Decoded

export const createDecoder = (): Decoder => {
  const known = new WeakMap<object, FieldSchema | ObjectSchema>()
  return (schema, object) => {
    const unknownFields: string[] = []
    const reader: Reader = { known, unknownFields }
    const value = readObject(reader, schema, object, '', schema.name)
    return { value, unknownFields }
  }
}

interface Reader {
  readonly known: WeakMap<object, FieldSchema | ObjectSchema>
  readonly unknownFields: string[]
}

type Json = Readonly<Record<string, unknown>>

const readObject = (reader: Reader, schema: ObjectSchema, object: Json, path: string, owner: string): Json => {
  if (reader.known.get(object) === schema) return object
  const result: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue
    const fieldPath = path === '' ? key : `${path}.${key}`
    const field = schema.fields[key]
    if (field === undefined) {
      if (schema.open === true) result[key] = frozenCopy(value)
      else reader.unknownFields.push(fieldPath)
      continue
    }
    const read = readField(reader, field, value, fieldPath, owner)
    if (read === undefined || (isEmpty(read, field) && !schema.required.includes(key))) continue
    result[key] = read
  }
  return adopt(reader, schema, object, result, isSameRecord)
}

/** Keeps the given part when reading changed nothing in it and nobody else can change it; else the frozen copy. */
const adopt = <T extends object>(
  { known }: Reader,
  schema: FieldSchema | ObjectSchema,
  given: T,
  copy: T,
  isSame: (a: T, b: T) => boolean,
): T => {
  const kept = Object.isFrozen(given) && isSame(given, copy) ? given : Object.freeze(copy)
  known.set(kept, schema)
  return kept
}

const isSameRecord = (a: Json, b: Json): boolean => {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.every((item, index) => item === b[index])

const readField = (reader: Reader, field: FieldSchema, value: unknown, path: string, owner: string): unknown => {
  if (value === null) return field.type === 'time' && SHOWN_WHEN_NULL.has(lastPart(path)) ? null : undefined
  switch (field.type) {
    case 'string':
      return typeof value === 'string' ? value : fail(value, owner, path, 'string')
    case 'time':
      return typeof value === 'string' ? value : fail(value, owner, path, 'string')
    case 'boolean':
      return typeof value === 'boolean' ? value : fail(value, owner, path, 'bool')
    case 'number':
      return typeof value === 'number' ? value : fail(value, owner, path, 'int32')
    case 'int-or-string':
      return typeof value === 'string' || typeof value === 'number'
        ? value
        : fail(value, owner, path, 'intstr.IntOrString')
    case 'any':
      return frozenCopy(value)
    case 'quantity':
      return readQuantity(value)
    case 'map':
      return readMap(reader, field, value, path, owner)
    case 'array':
      return readArray(reader, field, value, path, owner)
    case 'object':
      if (!isObject(value)) return fail(value, owner, path, goType(field))
      return readObject(reader, field.schema, value, path, field.schema.name)
  }
}

const readQuantity = (value: unknown): string => {
  const text = typeof value === 'string' || typeof value === 'number' ? canonicalQuantity(value) : undefined
  if (text !== undefined) return text
  throw new DecodeError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
}

const readMap = (reader: Reader, field: FieldSchema & { type: 'map' }, value: unknown, path: string, owner: string) => {
  if (!isObject(value)) return fail(value, owner, path, goType(field))
  if (reader.known.get(value) === field) return value
  const result: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    const read = readField(reader, field.values, item, path, owner)
    result[key] = read === undefined && field.values.type === 'string' ? '' : read
  }
  return adopt(reader, field, value, result, isSameRecord)
}

const readArray = (
  reader: Reader,
  field: FieldSchema & { type: 'array' },
  value: unknown,
  path: string,
  owner: string,
) => {
  if (!Array.isArray(value)) return fail(value, owner, path, goType(field))
  if (reader.known.get(value) === field) return value
  const result = value.map((item: unknown, index) => readField(reader, field.items, item, `${path}[${index}]`, owner))
  return adopt<readonly unknown[]>(reader, field, value, result, isSameList)
}

/** The server leaves empty lists and maps out; empty objects stay (`emptyDir: {}`). */
const isEmpty = (value: unknown, field: FieldSchema): boolean =>
  (field.type === 'array' && Array.isArray(value) && value.length === 0) ||
  (field.type === 'map' && isObject(value) && Object.keys(value).length === 0)

/** Times that the server prints as null; all others it leaves out. */
const SHOWN_WHEN_NULL = new Set([
  'creationTimestamp',
  'eventTime',
  'finishedAt',
  'firstTimestamp',
  'lastHeartbeatTime',
  'lastProbeTime',
  'lastTimestamp',
  'lastTransitionTime',
  'lastUpdateTime',
  'startedAt',
])

const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const frozenCopy = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy))
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.freeze(Object.fromEntries(entries.map(([key, item]) => [key, frozenCopy(item)])))
}

const fail = (value: unknown, owner: string, path: string, type: string): never => {
  const got = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  const struct = owner.slice(owner.lastIndexOf('.') + 1)
  const field = path.replaceAll(/\[\d+\]/g, '')
  throw new DecodeError(`json: cannot unmarshal ${got} into Go struct field ${struct}.${field} of type ${type}`)
}

const goType = (field: FieldSchema): string => {
  switch (field.type) {
    case 'object':
      return field.schema.name.split('.').slice(-2).join('.')
    case 'array':
      return `[]${goType(field.items)}`
    case 'map':
      return `map[string]${goType(field.values)}`
    case 'number':
      return 'int32'
    case 'boolean':
      return 'bool'
    case 'quantity':
      return 'resource.Quantity'
    case 'int-or-string':
      return 'intstr.IntOrString'
    case 'time':
      return 'v1.Time'
    case 'any':
      return 'interface {}'
    case 'string':
      return 'string'
  }
}
