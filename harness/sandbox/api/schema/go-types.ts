import type { FieldSchema } from '../types/schema.ts'

/** The type of a field, as complaints of the server call it. */
export const goType = (field: FieldSchema): string => {
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

/** What a field of a type begins with. */
export const zeroOf = ({ type }: FieldSchema): unknown => {
  switch (type) {
    case 'string':
      return ''
    case 'number':
    case 'int-or-string':
      return 0
    case 'boolean':
      return false
    case 'quantity':
      return '0'
    case 'object':
    case 'map':
      return NO_FIELDS
    case 'array':
      return NO_ITEMS
    case 'time':
    case 'any':
      return null
  }
}

const NO_FIELDS = Object.freeze({})
const NO_ITEMS = Object.freeze([])
