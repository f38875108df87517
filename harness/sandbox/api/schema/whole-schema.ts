import type { ResourceDefinition } from '../types/resource.ts'
import type { ObjectSchema } from '../types/schema.ts'
import type { SchemaSource } from './load-schemas.ts'

/** Gives the schema of a kind's whole objects: custom kinds declare only what is theirs. The same one every time. */
export const createWholeSchemas = (schemas: SchemaSource): ((definition: ResourceDefinition) => ObjectSchema) => {
  const made = new WeakMap<ResourceDefinition, ObjectSchema>()
  return (definition) => {
    const { schema } = definition
    if (schema !== undefined && 'metadata' in schema.fields) return schema
    const known = made.get(definition)
    if (known !== undefined) return known
    const whole: ObjectSchema = {
      name: schema?.name ?? definition.kind,
      required: schema?.required ?? [],
      open: schema === undefined || schema.open === true,
      fields: {
        ...schema?.fields,
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object', schema: schemas('meta.v1.ObjectMeta') },
      },
    }
    made.set(definition, whole)
    return whole
  }
}
