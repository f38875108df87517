import type { FieldSchema } from '../../api/types/schema.ts'
import { enumValues } from './enum-values.ts'
import fieldTexts from './field-texts.json' with { type: 'json' }

type Texts = Readonly<Record<string, { readonly d: string; readonly f: Readonly<Record<string, string>> }>>
const TEXTS: Texts = fieldTexts

/** What a type is, such as `apps.v1.DeploymentSpec`; empty where nothing is known. */
export const typeText = (type: string): string => TEXTS[type]?.d ?? ''

/** What a field of a type is for, with the values that it takes. */
export const fieldText = (type: string, field: string): string => {
  const text = TEXTS[type]?.f[field] ?? ''
  const values = enumValues(type, field)
  if (values === undefined) return text
  const lines = values.map(
    ([value, meaning]) => ` - \`${JSON.stringify(value)}\`${meaning === undefined ? '' : ` ${meaning}`}`,
  )
  return `${text}\n\nPossible enum values:\n${lines.join('\n')}`
}

/** The type of a field as kubectl names it: `<[]Container>` without the brackets. */
export const typeName = (field: FieldSchema): string => {
  switch (field.type) {
    case 'array':
      return `[]${typeName(field.items)}`
    case 'map':
      return `map[string]${typeName(field.values)}`
    case 'object':
      return field.schema.name.slice(field.schema.name.lastIndexOf('.') + 1)
    case 'number':
      return 'integer'
    case 'quantity':
      return 'Quantity'
    case 'int-or-string':
      return 'IntOrString'
    case 'time':
      return 'string'
    case 'any':
      return 'Object'
    case 'string':
    case 'boolean':
      return field.type
  }
}
