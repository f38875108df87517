import type { SchemaSource } from '../schema/load-schemas.ts'
import type { FieldSchema, ObjectSchema } from '../types/schema.ts'
import type { JsonSchema } from './json-schema.ts'

/** The known fields of a custom kind. Plain values have any type here: complaints about them are worded by the validation. */
export const customObjectSchema = (schemas: SchemaSource, kind: string, root: JsonSchema): ObjectSchema => {
  const own = objectOf(kind, root)
  return {
    ...own,
    fields: {
      ...own.fields,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object', schema: schemas('meta.v1.ObjectMeta') },
    },
  }
}

const objectOf = (name: string, schema: JsonSchema): ObjectSchema => ({
  name,
  fields: Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([field, value]) => [field, fieldOf(`${name}.${field}`, value)]),
  ),
  // Empty lists and maps stay as they were sent.
  required: Object.keys(schema.properties ?? {}),
  open: schema['x-kubernetes-preserve-unknown-fields'] === true,
})

const fieldOf = (name: string, schema: JsonSchema): FieldSchema => {
  if (schema.type === 'object' && schema.properties !== undefined) {
    return { type: 'object', schema: objectOf(name, schema) }
  }
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return { type: 'map', values: fieldOf(name, schema.additionalProperties) }
  }
  if (schema.type !== 'array' || schema.items === undefined) return { type: 'any' }
  const items = fieldOf(name, schema.items)
  const [key] = schema['x-kubernetes-list-map-keys'] ?? []
  const type = schema['x-kubernetes-list-type']
  if (type === 'set') return { type: 'array', items, merge: { by: 'value' } }
  return type === 'map' && key !== undefined
    ? { type: 'array', items, merge: { by: 'key', key } }
    : { type: 'array', items }
}
