import { byCodePoint } from './yaml.ts'

/** A JSON value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export const goValue = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value)
  return `map[${entries(value)
    .map(([key, field]) => `${key}:${goValue(field)}`)
    .join(' ')}]`
}

/** A JSON value as Go's `%#v` prints it. */
export const goSyntax = (value: unknown): string => {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (typeof value !== 'object') return JSON.stringify(value)
  const fields = entries(value).map(([key, field]) => `${JSON.stringify(key)}:${goSyntax(field)}`)
  return `map[string]interface {}{${fields.join(', ')}}`
}

const entries = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).toSorted(([a], [b]) => byCodePoint(a, b))
