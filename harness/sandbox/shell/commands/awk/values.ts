/** A text that came from outside and looks like a number: it compares as one. */
export interface NumericText {
  readonly text: string
  readonly number: number
}

/** `undefined`: never set; both `0` and the empty text. */
export type Value = number | string | NumericText | undefined

const LOOKS_NUMERIC = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/
const LEADING_NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/

/** A field, a line or a value from the command line. */
export const fromInput = (text: string): Value => (LOOKS_NUMERIC.test(text) ? { text, number: Number(text) } : text)

export const toNumber = (value: Value): number => {
  if (typeof value === 'number') return value
  if (value === undefined) return 0
  return typeof value === 'string' ? Number(LEADING_NUMBER.exec(value)?.[0] ?? 0) : value.number
}

/** @param convert how a number that is no integer is written */
export const toText = (value: Value, convert: (number: number) => string): string => {
  if (typeof value === 'string') return value
  if (value === undefined) return ''
  if (typeof value !== 'number') return value.text
  // As mawk does, which is the awk of a Debian host: what does not fit into 32 bits is written as a fraction is.
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return String(value === 0 ? 0 : value)
  return Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? convert(value) : value < 0 ? '-inf' : 'inf'
}

export const isTrue = (value: Value): boolean => {
  if (typeof value === 'number') return value !== 0
  if (value === undefined) return false
  return typeof value === 'string' ? value !== '' : value.number !== 0
}

/** Numbers and what looks like them compare as numbers, all else as text. */
export const compareValues = (left: Value, right: Value, text: (value: Value) => string): number => {
  if (typeof left !== 'string' && typeof right !== 'string') return toNumber(left) - toNumber(right)
  const [one, other] = [text(left), text(right)]
  return one < other ? -1 : one > other ? 1 : 0
}
