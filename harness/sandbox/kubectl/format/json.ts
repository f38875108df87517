/** JSON as Go's encoder writes it: sorted keys, `<`, `>` and `&` escaped. @param indent spaces a level; 0 for one line */
export const toJson = (value: unknown, indent = 0): string => write(value, indent, '')

const write = (value: unknown, indent: number, margin: string): string => {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = margin + ' '.repeat(indent)
  const parts = Array.isArray(value)
    ? value.map((item) => write(item, indent, inner))
    : fieldsOf(value as Readonly<Record<string, unknown>>, indent, inner)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  if (parts.length === 0) return `${open}${close}`
  return indent === 0
    ? `${open}${parts.join(',')}${close}`
    : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`
}

const quote = (text: string): string => (IS_PLAIN.test(text) ? `"${text}"` : escaped(text))

const fieldsOf = (object: Readonly<Record<string, unknown>>, indent: number, inner: string): string[] => {
  const separator = indent > 0 ? ': ' : ':'
  const parts: string[] = []
  for (const key of Object.keys(object).sort()) {
    const field = object[key]
    if (field !== undefined) parts.push(quote(key) + separator + write(field, indent, inner))
  }
  return parts
}

/** Printable ASCII that neither JSON nor Go's encoder escapes. */
const IS_PLAIN = /^[ !#-%'-;=?-[\]-~]*$/

const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
