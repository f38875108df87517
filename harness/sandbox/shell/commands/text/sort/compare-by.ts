import type { SortKey } from './parse-key.ts'

/** Compares two lines by keys, one after the other. @param separator none: fields begin with their blanks */
export const compareBy = (
  keys: readonly SortKey[],
  separator: string | undefined,
): ((a: string, b: string) => number) => {
  const parts = keys.map((key) => ({ key, compare: comparison(key.letters), direction: key.letters.has('r') ? -1 : 1 }))
  return (a, b) => {
    for (const { key, compare, direction } of parts) {
      const order = compare(extract(a, key, separator), extract(b, key, separator))
      if (order !== 0) return direction * order
    }
    return 0
  }
}

const extract = (line: string, { from, to, letters }: SortKey, separator: string | undefined): string => {
  if (from.field === 1 && from.character === 1 && to === undefined) return line
  const fields = separator === undefined ? (line.match(/[ \t]*[^ \t]+|[ \t]+$/g) ?? []) : line.split(separator)
  const glue = separator ?? ''
  const startOf = (field: number): number =>
    fields.slice(0, field - 1).reduce((sum, text) => sum + text.length + glue.length, 0)
  const blanks = (field: number): number =>
    letters.has('b') ? (/^[ \t]*/.exec(fields[field - 1] ?? '')?.[0].length ?? 0) : 0
  const start = startOf(from.field) + blanks(from.field) + from.character - 1
  if (to === undefined) return line.slice(start)
  const end =
    to.character === 0
      ? startOf(to.field) + (fields[to.field - 1] ?? '').length
      : startOf(to.field) + blanks(to.field) + to.character
  return line.slice(start, Math.max(start, end))
}

type Comparison = (a: string, b: string) => number

const comparison = (letters: ReadonlySet<string>): Comparison => {
  if (letters.has('n')) return by(numeric)
  if (letters.has('g')) return by((text) => Number.parseFloat(text) || 0)
  if (letters.has('h')) return human
  if (letters.has('V')) return version
  if (letters.has('M')) return by((text) => MONTHS.indexOf(text.trim().slice(0, 3).toUpperCase()))
  if (letters.has('f')) return (a, b) => plain(a.toUpperCase(), b.toUpperCase())
  return plain
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

const plain: Comparison = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

const by =
  (valueOf: (text: string) => number): Comparison =>
  (a, b) =>
    valueOf(a) - valueOf(b)

const numeric = (text: string): number => Number(/^[ \t]*(-?\d*(?:\.\d+)?)/.exec(text)?.[1] ?? 0) || 0

/** The unit decides before the number does. */
const human: Comparison = (a, b) => {
  const scaled = (text: string): number => {
    const unit = ' KMGTPEZY'.indexOf((/^[ \t]*-?[\d.]+([KkMGTPEZY])/.exec(text)?.[1] ?? ' ').toUpperCase())
    return Math.sign(numeric(text)) * unit
  }
  return scaled(a) - scaled(b) || numeric(a) - numeric(b)
}

/** Runs of digits compare as numbers, what is between them as text. */
const version: Comparison = (a, b) => {
  const left: readonly string[] = a.match(/\d+|\D+/g) ?? []
  const right: readonly string[] = b.match(/\d+|\D+/g) ?? []
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [one, other] = [left[at] ?? '', right[at] ?? '']
    const order = /^\d+$/.test(one) && /^\d+$/.test(other) ? Number(one) - Number(other) : plain(one, other)
    if (order !== 0) return order
  }
  return 0
}
