import { byCodePoint } from './yaml.ts'

/** JSON as Go's encoder writes it: sorted keys, `<`, `>` and `&` escaped. @param indent spaces a level; 0 for one line */
export const toJson = (value: unknown, indent = 0): string => write(value, indent, '')

const write = (value: unknown, indent: number, margin: string): string => {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = margin + ' '.repeat(indent)
  const parts = Array.isArray(value)
    ? value.map((item) => write(item, indent, inner))
    : Object.entries(value as Readonly<Record<string, unknown>>)
        .filter(([, field]) => field !== undefined)
        .toSorted(([a], [b]) => byCodePoint(a, b))
        .map(([key, field]) => `${quote(key)}:${indent > 0 ? ' ' : ''}${write(field, indent, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  if (parts.length === 0) return `${open}${close}`
  return indent === 0
    ? `${open}${parts.join(',')}${close}`
    : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`
}

const quote = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
