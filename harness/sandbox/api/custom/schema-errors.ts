import { duplicate, invalidValue, notSupported, required } from '../field-errors.ts'
import { isJsonObject } from '../merge/json.ts'
import type { FieldError } from '../types/api-error.ts'
import type { JsonSchema } from './json-schema.ts'

/** Complaints about a custom object, in the words of the server. Source: k8s.io/kube-openapi/pkg/validation/errors. */
export const schemaErrors = (schema: JsonSchema, value: unknown, field = ''): readonly FieldError[] => {
  if (value === null && schema.nullable === true) return []
  const type = typeOf(value)
  if (!isOfType(schema, value)) {
    const detail = `${field} in body must be of type ${schema.type}: ${JSON.stringify(type)}`
    return [{ type: 'TypeInvalid', field, message: `Invalid value: ${JSON.stringify(type)}: ${detail}` }]
  }
  const should = (detail: string): FieldError => invalidValue(field, value, `${field} in body should ${detail}`)
  const errors: FieldError[] = []
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    errors.push(notSupported(field, String(value), schema.enum.map(String)))
  }
  if (typeof value === 'number') errors.push(...rangeProblems(schema, value).map(should))
  if (typeof value === 'string') errors.push(...textProblems(schema, value).map(should))
  if (Array.isArray(value)) errors.push(...listErrors(schema, value, field))
  else if (isJsonObject(value)) {
    for (const name of schema.required ?? []) if (value[name] === undefined) errors.push(required(child(field, name)))
    for (const [name, item] of Object.entries(value)) {
      if (field === '' && COMMON.includes(name)) continue
      const more = schema.additionalProperties
      const property = schema.properties?.[name] ?? (typeof more === 'object' ? more : undefined)
      if (property !== undefined && item !== undefined) errors.push(...schemaErrors(property, item, child(field, name)))
    }
  }
  return errors
}

/** The server checks these itself. */
const COMMON = ['apiVersion', 'kind', 'metadata']

const child = (field: string, name: string): string => (field === '' ? name : `${field}.${name}`)

const typeOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const isOfType = (schema: JsonSchema, value: unknown): boolean => {
  if (schema['x-kubernetes-int-or-string'] === true) return typeof value === 'string' || Number.isInteger(value)
  if (schema.type === undefined) return true
  const type = typeOf(value)
  return type === schema.type || (type === 'integer' && schema.type === 'number')
}

const rangeProblems = (schema: JsonSchema, value: number): readonly string[] => {
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false } = schema
  const problems: string[] = []
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    problems.push(`be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`)
  }
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    problems.push(`be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`)
  }
  return problems
}

const textProblems = ({ minLength, maxLength, pattern }: JsonSchema, value: string): readonly string[] => [
  ...(minLength !== undefined && value.length < minLength ? [`be at least ${minLength} chars long`] : []),
  ...(maxLength !== undefined && value.length > maxLength ? [`be at most ${maxLength} chars long`] : []),
  ...(pattern !== undefined && !new RegExp(pattern).test(value) ? [`match '${pattern}'`] : []),
]

const listErrors = (schema: JsonSchema, list: readonly unknown[], field: string): readonly FieldError[] => {
  const { items, minItems, maxItems } = schema
  const count = (detail: string): FieldError =>
    invalidValue(field, list.length, `${field} in body should have ${detail}`)
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const isSet = schema['x-kubernetes-list-type'] === 'set'
  const seen = new Set<string>()
  return [
    ...(minItems !== undefined && list.length < minItems ? [count(`at least ${minItems} items`)] : []),
    ...(maxItems !== undefined && list.length > maxItems ? [count(`at most ${maxItems} items`)] : []),
    ...list.flatMap((item, index) => {
      const at = `${field}[${index}]`
      const errors = items === undefined ? [] : schemaErrors(items, item, at)
      if (!isSet && keys.length === 0) return errors
      const identity = isSet
        ? item
        : Object.fromEntries(keys.map((key) => [key, isJsonObject(item) ? item[key] : null]))
      const text = JSON.stringify(identity)
      if (seen.has(text)) return [...errors, duplicate(at, identity)]
      seen.add(text)
      return errors
    }),
  ]
}
