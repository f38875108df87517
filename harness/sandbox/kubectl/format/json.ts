/** JSON as Go's encoder writes it: sorted keys, `<`, `>` and `&` escaped. @param indent spaces a level; 0 for one line */
export const toJson = (value: unknown, indent = 0): string => {
  const pieces: string[] = []
  append(pieces, value, indent === 0 ? undefined : ' '.repeat(indent), '\n')
  return pieces.join('')
}

/** @param step what each level is indented by; nothing for one line. @param margin the line break and indentation of this level */
const append = (pieces: string[], value: unknown, step: string | undefined, margin: string): void => {
  if (value === undefined || value === null) pieces.push('null')
  else if (typeof value === 'string') pieces.push(quote(value))
  else if (typeof value !== 'object') pieces.push(JSON.stringify(value))
  else if (Array.isArray(value)) appendItems(pieces, value, step, margin)
  else appendFields(pieces, value as Readonly<Record<string, unknown>>, step, margin)
}

const appendItems = (pieces: string[], items: readonly unknown[], step: string | undefined, margin: string): void => {
  if (items.length === 0) {
    pieces.push('[]')
    return
  }
  const inner = step === undefined ? '' : margin + step
  let opening = `[${inner}`
  for (const item of items) {
    pieces.push(opening)
    append(pieces, item, step, inner)
    opening = `,${inner}`
  }
  pieces.push(step === undefined ? ']' : `${margin}]`)
}

const appendFields = (
  pieces: string[],
  object: Readonly<Record<string, unknown>>,
  step: string | undefined,
  margin: string,
): void => {
  const inner = step === undefined ? '' : margin + step
  const separator = step === undefined ? ':' : ': '
  let opening = `{${inner}`
  let isEmpty = true
  for (const key of sorted(Object.keys(object))) {
    const field = object[key]
    if (field === undefined) continue
    pieces.push(opening, quote(key), separator)
    append(pieces, field, step, inner)
    opening = `,${inner}`
    isEmpty = false
  }
  pieces.push(isEmpty ? '{}' : step === undefined ? '}' : `${margin}}`)
}

/** Most objects keep their keys in order already. */
const sorted = (keys: string[]): string[] => {
  for (let index = 1; index < keys.length; index += 1) if (keys[index]! < keys[index - 1]!) return keys.sort()
  return keys
}

const quote = (text: string): string => (IS_PLAIN.test(text) ? `"${text}"` : escaped(text))

/** Printable ASCII that neither JSON nor Go's encoder escapes. */
const IS_PLAIN = /^[ !#-%'-;=?-[\]-~]*$/

const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
