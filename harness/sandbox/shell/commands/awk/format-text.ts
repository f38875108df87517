import type { Value } from './values.ts'

export interface FormatDependencies {
  readonly number: (value: Value) => number
  readonly text: (value: Value) => string
}

/** printf of C as awk uses it: a missing value is empty, `%c` takes a number as a character's code. */
export const formatText = ({ number, text }: FormatDependencies, format: string, values: readonly Value[]): string => {
  let at = 0
  const take = (): Value => values[at++]
  return format.replaceAll(
    /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?([diouxXcsfFeEgG%])/g,
    (_all, flags: string, width: string | undefined, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%'
      let columns = width === '*' ? number(take()) : Number(width ?? 0)
      const digits = precision === undefined ? undefined : precision === '*' ? number(take()) : Number(precision)
      const isLeft = flags.includes('-') || columns < 0
      columns = Math.abs(columns)
      const value = take()
      const isNumber = letter !== 'c' && letter !== 's'
      const body = isNumber
        ? numeral(number(value), letter, digits, flags)
        : characters(value, letter, digits, { number, text })
      if (isLeft) return body.padEnd(columns)
      const isZeroed = flags.includes('0') && isNumber && (digits === undefined || !'diouxX'.includes(letter))
      if (!isZeroed) return body.padStart(columns)
      const sign = /^[-+ ]/.exec(body)?.[0] ?? ''
      return sign + body.slice(sign.length).padStart(columns - sign.length, '0')
    },
  )
}

const characters = (value: Value, letter: string, digits: number | undefined, { text }: FormatDependencies): string => {
  if (letter === 's') return text(value).slice(0, digits)
  return typeof value === 'number' ? String.fromCodePoint(Math.max(0, Math.trunc(value))) : text(value).slice(0, 1)
}

const numeral = (value: number, letter: string, digits: number | undefined, flags: string): string => {
  const sign = value < 0 || Object.is(value, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  if (!Number.isFinite(value)) return (value < 0 ? '-' : '') + (Number.isNaN(value) ? 'nan' : 'inf')
  const size = Math.abs(value)
  switch (letter) {
    case 'd':
    case 'i': {
      // As mawk does: 32 bits, and no more.
      const size = Math.min(Math.abs(value), value < 0 ? 2 ** 31 : 2 ** 31 - 1)
      return (Math.trunc(size) === 0 ? sign.replace('-', '') : sign) + whole(size).padStart(digits ?? 0, '0')
    }
    case 'o':
      return whole(size, 8).padStart(digits ?? 0, '0')
    case 'x':
      return whole(size, 16).padStart(digits ?? 0, '0')
    case 'X':
      return whole(size, 16)
        .toUpperCase()
        .padStart(digits ?? 0, '0')
    case 'u':
      return whole(size).padStart(digits ?? 0, '0')
    case 'e':
    case 'E': {
      const text = exponential(size, digits ?? 6)
      return sign + (letter === 'E' ? text.toUpperCase() : text)
    }
    case 'g':
    case 'G': {
      const text = general(size, digits ?? 6, flags.includes('#'))
      return sign + (letter === 'G' ? text.toUpperCase() : text)
    }
  }
  return sign + size.toFixed(Math.min(100, digits ?? 6))
}

const whole = (size: number, base = 10): string => BigInt(Math.trunc(size)).toString(base)

const exponential = (size: number, digits: number): string =>
  size.toExponential(Math.min(100, digits)).replace(/e([+-])(\d)$/, 'e$10$2')

const general = (size: number, digits: number, keepsZeros: boolean): string => {
  const significant = Math.max(1, Math.min(100, digits))
  const exponent = size === 0 ? 0 : Number(size.toExponential(significant - 1).split('e')[1])
  const text =
    exponent < -4 || exponent >= significant
      ? exponential(size, significant - 1)
      : size.toFixed(Math.max(0, significant - 1 - exponent))
  if (keepsZeros || !text.includes('.')) return text
  return text.replace(/\.?0+(?=e|$)/, '')
}
