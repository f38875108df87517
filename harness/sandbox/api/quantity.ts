/**
 * Kubernetes quantities (`100m`, `1.5Gi`, `2e3`), exact. The value is kept in nano-units, the finest that the server knows.
 * Source of the grammar and of the canonical forms: k8s.io/apimachinery, pkg/api/resource/quantity.go (documentation of `Quantity`).
 */
export interface Quantity {
  /** The amount times 10⁹, rounded up to an integer. */
  readonly nano: bigint
  /** The family of suffixes in which it was written; canonical forms keep it. */
  readonly format: QuantityFormat
}

export type QuantityFormat = 'decimal-si' | 'binary-si' | 'decimal-exponent'

/** @returns `undefined` when the text is not a quantity */
export const parseQuantity = (text: string): Quantity | undefined => {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([a-zA-Z]*)([+-]?\d*)$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', letters = '', exponentDigits = ''] = match
  if (whole === '' && fraction === '') return undefined
  const scale = scaleOf(letters, exponentDigits)
  if (scale === undefined) return undefined
  const digits = BigInt(whole + fraction || '0')
  const numerator = digits * scale.numerator * NANO
  const denominator = 10n ** BigInt(fraction.length) * scale.denominator
  const nano = (numerator + denominator - 1n) / denominator
  return { nano: sign === '-' ? -nano : nano, format: scale.format }
}

/**
 * The canonical form: no fraction, the largest suffix of its family that divides the amount. Binary amounts below 1024 and
 * fractional ones are written in the decimal family, as the server does.
 */
export const formatQuantity = (quantity: Quantity): string => {
  const { nano, format } = quantity
  if (nano === 0n) return '0'
  const sign = nano < 0n ? '-' : ''
  const size = nano < 0n ? -nano : nano
  const binary = format === 'binary-si' && size % NANO === 0n && size >= 1024n * NANO
  if (binary) return sign + largest(size / NANO, BINARY, 1024n)
  if (format === 'decimal-exponent') return sign + exponentForm(size)
  return sign + largest(size, DECIMAL, 1000n)
}

/** Canonical text of a quantity, or `undefined` when it is none. Numbers are read as YAML writes them. */
export const canonicalQuantity = (value: string | number): string | undefined => {
  const plain = plainAmount(String(value))
  if (plain !== undefined && plain.amount % (BINARY.includes(plain.suffix, 1) ? 1024 : 1000) !== 0) return String(value)
  const quantity = parseQuantity(String(value))
  return quantity === undefined ? undefined : formatQuantity(quantity)
}

/** Thousandths of the unit, rounded up (CPU: millicores). @throws {RangeError} when the text is not a quantity */
export const milliValue = (text: string): number => plainMilli(text) ?? Number(roundUp(exact(text).nano, 1_000_000n))

/** Whole units, rounded up (memory: bytes). @throws {RangeError} when the text is not a quantity */
export const unitValue = (text: string): number => {
  const milli = plainMilli(text)
  return milli === undefined ? Number(roundUp(exact(text).nano, NANO)) : Math.ceil(milli / 1000)
}

/** Negative, zero or positive as `a` is smaller than, equal to or larger than `b`. @throws {RangeError} */
export const compareQuantities = (a: string, b: string): number => {
  const [left, right] = [plainMilli(a), plainMilli(b)]
  const difference = left === undefined || right === undefined ? exact(a).nano - exact(b).nano : left - right
  return difference < 0 ? -1 : difference > 0 ? 1 : 0
}

/** Canonical sum in the format of the first summand. @throws {RangeError} */
export const addQuantities = (first: string, ...others: readonly string[]): string => {
  const start = exact(first)
  const nano = others.reduce((sum, text) => sum + exact(text).nano, start.nano)
  return formatQuantity({ nano, format: start.format })
}

/** What nearly all quantities are: a small whole number, with one of the usual suffixes. They are read without big integers. */
const plainAmount = (text: string): { readonly amount: number; readonly suffix: string } | undefined => {
  const match = /^(0|[1-9]\d{0,5})(|m|Ki|Mi|Gi)$/.exec(text)
  return match === null ? undefined : { amount: Number(match[1]), suffix: match[2]! }
}

/** Thousandths of what is plain: few digits and a power of two, which a double holds exactly. */
const plainMilli = (text: string): number | undefined => {
  const plain = plainAmount(text)
  if (plain === undefined || plain.suffix === 'm') return plain?.amount
  return plain.amount * 1000 * 1024 ** BINARY.indexOf(plain.suffix)
}

const NANO = 1_000_000_000n
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

interface Scale {
  readonly numerator: bigint
  readonly denominator: bigint
  readonly format: QuantityFormat
}

const scaleOf = (letters: string, exponentDigits: string): Scale | undefined => {
  if ((letters === 'e' || letters === 'E') && /^[+-]?\d+$/.test(exponentDigits)) {
    const exponent = Number(exponentDigits)
    if (Math.abs(exponent) > 30) return undefined
    const power = 10n ** BigInt(Math.abs(exponent))
    return { numerator: exponent < 0 ? 1n : power, denominator: exponent < 0 ? power : 1n, format: 'decimal-exponent' }
  }
  if (exponentDigits !== '') return undefined
  const binary = BINARY.indexOf(letters)
  if (binary > 0) return { numerator: 1024n ** BigInt(binary), denominator: 1n, format: 'binary-si' }
  const decimal = DECIMAL.indexOf(letters)
  if (decimal < 0) return undefined
  const steps = decimal - 3
  const power = 1000n ** BigInt(Math.abs(steps))
  return { numerator: steps < 0 ? 1n : power, denominator: steps < 0 ? power : 1n, format: 'decimal-si' }
}

const largest = (size: bigint, suffixes: readonly string[], base: bigint): string => {
  let rest = size
  let index = 0
  while (index + 1 < suffixes.length && rest % base === 0n) {
    rest /= base
    index += 1
  }
  return `${rest}${suffixes[index]}`
}

const exponentForm = (size: bigint): string => {
  let rest = size
  let exponent = -9
  while (rest % 1000n === 0n) {
    rest /= 1000n
    exponent += 3
  }
  return exponent === 0 ? `${rest}` : `${rest}e${exponent}`
}

const roundUp = (value: bigint, unit: bigint): bigint => (value > 0n ? (value + unit - 1n) / unit : -(-value / unit))

const exact = (text: string): Quantity => {
  const quantity = parseQuantity(text)
  if (quantity === undefined) throw new RangeError(`not a quantity: ${text}`)
  return quantity
}
