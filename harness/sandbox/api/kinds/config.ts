import { invalidValue } from '../field-errors.ts'
import { forbiddenField } from '../field-errors.ts'
import { jsonEqual } from '../merge/json.ts'
import type { FieldError } from '../types/api-error.ts'
import type { KubeObject } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { type Fields, withDefaults } from './with-defaults.ts'

export const configMapStrategy: Strategy = {
  validate: (object) => [...checkKeys(object, 'data'), ...checkKeys(object, 'binaryData')],
  validateUpdate: (object, old) => checkImmutable(object, old),
}

export const secretStrategy: Strategy = {
  defaults: (object) => withDefaults(withEncodedStrings(object), { type: 'Opaque' }),
  validate: (object) => checkKeys(object, 'data'),
  validateUpdate: (object, old) => [
    ...(fieldsOf(object)['type'] === fieldsOf(old)['type']
      ? []
      : [invalidValue('type', fieldsOf(object)['type'], 'field is immutable')]),
    ...checkImmutable(object, old),
  ],
  selectableFields: (object) => ({ type: textOf(fieldsOf(object)['type']) }),
}

const fieldsOf = (object: KubeObject): Fields => object as unknown as Fields

/** `stringData` is for writing only: it ends up encoded in `data`. */
const withEncodedStrings = (object: KubeObject): KubeObject => {
  const { stringData, ...rest } = fieldsOf(object)
  if (stringData === undefined) return object
  const encoded = Object.entries(stringData as Record<string, string>).map(([key, text]) => [
    key,
    Buffer.from(text).toString('base64'),
  ])
  const data = { ...(rest['data'] as Fields | undefined), ...Object.fromEntries(encoded) }
  return { ...rest, data } as unknown as KubeObject
}

const checkKeys = (object: KubeObject, field: string): readonly FieldError[] =>
  Object.keys((fieldsOf(object)[field] ?? {}) as Fields)
    .filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key) || key === '.' || key === '..')
    .map((key) => invalidValue(`${field}[${key}]`, key, CONFIG_KEY))

const CONFIG_KEY =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"

const checkImmutable = (object: KubeObject, old: KubeObject): readonly FieldError[] => {
  if (fieldsOf(old)['immutable'] !== true) return []
  const detail = 'field is immutable when `immutable` is set'
  const changed = ['immutable', 'data', 'binaryData'].filter(
    (field) => !jsonEqual(fieldsOf(object)[field], fieldsOf(old)[field]),
  )
  return changed.map((field) => forbiddenField(field, detail))
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
