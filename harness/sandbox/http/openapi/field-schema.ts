import type { FieldSchema, ObjectSchema } from '../../api/types/schema.ts'
import { fieldText, typeText } from '../../kubectl/explain/describe-field.ts'
import { enumValues } from '../../kubectl/explain/enum-values.ts'
import { componentName, INT_OR_STRING, QUANTITY, TIME } from './type-names.ts'

/** Hears of types that a document refers to. */
export type Refer = (schema: ObjectSchema) => void

/** A type as OpenAPI v3 has it. Types of custom kinds are written out in place, as the server does; others are referred to. */
export const objectSchema = (schema: ObjectSchema, refer: Refer, isInline: boolean): object => {
  const description = typeText(schema.name)
  return {
    type: 'object',
    ...(description === '' ? {} : { description }),
    // Of custom kinds the row says which fields are kept, not which are required.
    ...(schema.required.length === 0 || isInline ? {} : { required: schema.required }),
    properties: Object.fromEntries(
      Object.entries(schema.fields).map(([name, field]) => [name, property(schema, name, field, refer, isInline)]),
    ),
    ...(schema.open === true ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
  }
}

const property = (owner: ObjectSchema, name: string, field: FieldSchema, refer: Refer, isInline: boolean): object => {
  const description = fieldText(owner.name, name)
  const values = enumValues(owner.name, name)
  return {
    ...(description === '' ? {} : { description }),
    ...fieldSchema(field, refer, isInline),
    ...(values === undefined ? {} : { enum: values.map(([value]) => value) }),
    ...mergeHints(owner, name, field),
  }
}

const fieldSchema = (field: FieldSchema, refer: Refer, isInline: boolean): object => {
  switch (field.type) {
    case 'string':
    case 'boolean':
      return { type: field.type }
    case 'number':
      return { type: 'integer', format: 'int32' }
    case 'quantity':
      return reference(QUANTITY)
    case 'int-or-string':
      return reference(INT_OR_STRING)
    case 'time':
      return reference(TIME)
    case 'any':
      return isInline ? { 'x-kubernetes-preserve-unknown-fields': true } : { type: 'object' }
    case 'array':
      return { type: 'array', items: fieldSchema(field.items, refer, isInline) }
    case 'map':
      return { type: 'object', additionalProperties: fieldSchema(field.values, refer, isInline) }
    case 'object':
      if (isInline && !field.schema.name.startsWith('meta.v1.')) return objectSchema(field.schema, refer, true)
      refer(field.schema)
      return reference(componentName(field.schema.name))
  }
}

/** Wrapped, so that a description can stand beside it. */
const reference = (name: string): object => ({ allOf: [{ $ref: `#/components/schemas/${name}` }] })

const mergeHints = (owner: ObjectSchema, name: string, field: FieldSchema): object => {
  const merge = field.type === 'array' ? field.merge : undefined
  const strategies = [
    ...(merge === undefined ? [] : ['merge']),
    ...(owner.retainKeys?.includes(name) === true ? ['retainKeys'] : []),
  ]
  return {
    ...(merge?.by === 'key' ? { 'x-kubernetes-patch-merge-key': merge.key } : {}),
    ...(strategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': strategies.join(',') }),
  }
}
