import { canonicalQuantity } from '../quantity.ts'
import { goType, zeroOf } from './go-types.ts'
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
export interface Decoder {
  /** @throws {DecodeError} */
  readonly read: (schema: ObjectSchema, object: Json) => Decoded
  /** Takes a frozen object, and the objects right inside it, for read: they are made of parts that were. */
  readonly adopt: (schema: ObjectSchema, object: Json) => void
}

export const createDecoder = (): Decoder => {
  const known: Reader['known'] = new WeakMap()
  return {
    read: (schema, object) => {
      const unknownFields: string[] = []
      const value = readObject({ known, unknownFields, path: [] }, schema, object, schema.name)
      return { value, unknownFields }
    },
    adopt: (schema, object) => {
      known.set(object, schema)
      for (const key in object) {
        const field = schema.fields[key]
        const value = object[key]
        if (field?.type === 'object' && isObject(value)) adoptPart(known, field.schema, value)
      }
    },
  }
}

const adoptPart = (known: Reader['known'], schema: ObjectSchema, part: Json): void => {
  known.set(part, schema)
  const { managedFields } = part
  const field = schema.fields['managedFields']
  if (field !== undefined && Array.isArray(managedFields)) known.set(managedFields, field)
}

interface Reader {
  /** Objects that were read, by schema, if they hold others: the rest are read as fast as looked up. Of lists only the owners'. */
  readonly known: WeakMap<object, ObjectSchema | FieldSchema>
  readonly unknownFields: string[]
  /** Where in the object the reading is; names of fields, and numbers of items. */
  readonly path: (string | number)[]
}

type Json = Readonly<Record<string, unknown>>

const pathOf = ({ path }: Reader): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : step))
    .join('.')
    .replaceAll('.[', '[')

const readObject = (reader: Reader, schema: ObjectSchema, object: Json, owner: string): Json => {
  const isFrozen = Object.isFrozen(object)
  if (isFrozen && reader.known.get(object) === schema) return object
  const result: Record<string, unknown> = {}
  let isSame = isFrozen
  let hasParts = false
  for (const key in object) {
    const value = object[key]
    if (value === undefined) continue
    const field = schema.fields[key]
    if (typeof value === 'object' && value !== null) {
      hasParts = true
      if (field?.type === 'array' && reader.known.get(value) === field) {
        result[key] = value
        continue
      }
    }
    reader.path.push(key)
    const read = field === undefined ? readUndeclared(reader, schema, value) : readField(reader, field, value, owner)
    reader.path.pop()
    if (read === undefined || (field !== undefined && isEmpty(read, field) && !schema.required.includes(key))) {
      isSame = false
      continue
    }
    result[key] = read
    if (read !== value) isSame = false
  }
  const kept = isSame ? object : Object.freeze(result)
  if (hasParts) reader.known.set(kept, schema)
  return kept
}

const readUndeclared = (reader: Reader, schema: ObjectSchema, value: unknown): unknown => {
  if (schema.open === true) return frozenCopy(value)
  reader.unknownFields.push(pathOf(reader))
  return undefined
}

const readField = (reader: Reader, field: FieldSchema, value: unknown, owner: string): unknown => {
  if (value === null) return field.type === 'time' && SHOWN_WHEN_NULL.has(String(reader.path.at(-1))) ? null : undefined
  switch (field.type) {
    case 'string':
      return typeof value === 'string' ? value : fail(reader, value, owner, 'string')
    case 'time':
      return typeof value === 'string' ? value : fail(reader, value, owner, 'string')
    case 'boolean':
      return typeof value === 'boolean' ? value : fail(reader, value, owner, 'bool')
    case 'number':
      return typeof value === 'number' ? value : fail(reader, value, owner, 'int32')
    case 'int-or-string':
      return typeof value === 'string' || typeof value === 'number'
        ? value
        : fail(reader, value, owner, 'intstr.IntOrString')
    case 'any':
      return frozenCopy(value)
    case 'quantity':
      return readQuantity(value)
    case 'map':
      return readMap(reader, field, value, owner)
    case 'array':
      return readArray(reader, field, value, owner)
    case 'object':
      if (!isObject(value)) return fail(reader, value, owner, goType(field))
      return readObject(reader, field.schema, value, field.schema.name)
  }
}

const readQuantity = (value: unknown): string => {
  const text = typeof value === 'string' || typeof value === 'number' ? canonicalQuantity(value) : undefined
  if (text !== undefined) return text
  throw new DecodeError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
}

const readMap = (reader: Reader, field: FieldSchema & { type: 'map' }, value: unknown, owner: string): Json => {
  if (!isObject(value)) return fail(reader, value, owner, goType(field))
  const result: Record<string, unknown> = {}
  let isSame = Object.isFrozen(value)
  for (const key in value) {
    const item = value[key]
    reader.path.push(key)
    result[key] = readItem(reader, field.values, item, owner)
    reader.path.pop()
    if (result[key] !== item) isSame = false
  }
  return isSame ? value : Object.freeze(result)
}

const readArray = (
  reader: Reader,
  field: FieldSchema & { type: 'array' },
  value: unknown,
  owner: string,
): readonly unknown[] => {
  if (!Array.isArray(value)) return fail(reader, value, owner, goType(field))
  let isSame = Object.isFrozen(value)
  const result = value.map((item: unknown, index) => {
    reader.path.push(index)
    const read = readItem(reader, field.items, item, owner)
    reader.path.pop()
    if (read !== item) isSame = false
    return read
  })
  return isSame ? value : Object.freeze(result)
}

/** Of a list or a map, where null is no absence but the value that Go begins with. */
const readItem = (reader: Reader, field: FieldSchema, item: unknown, owner: string): unknown =>
  item === null ? zeroOf(field) : readField(reader, field, item, owner)

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

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const frozenCopy = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy))
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.freeze(Object.fromEntries(entries.map(([key, item]) => [key, frozenCopy(item)])))
}

const fail = (reader: Reader, value: unknown, owner: string, type: string): never => {
  const got = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  const struct = owner.slice(owner.lastIndexOf('.') + 1)
  const field = pathOf(reader).replaceAll(/\[\d+\]/g, '')
  throw new DecodeError(`json: cannot unmarshal ${got} into Go struct field ${struct}.${field} of type ${type}`)
}
