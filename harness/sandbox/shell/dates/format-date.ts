const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DAY_MS = 86_400_000

/** strftime with GNU's flags `-`, `_`, `0`, `^`, in UTC and the C locale. */
export const formatDate = (epochMs: number, format: string): string => {
  const at = new Date(epochMs)
  return format.replaceAll(
    /%([-_0^]?)(:{0,2})(\d*)([a-zA-Z%])/g,
    (all, flag: string, colons: string, width: string, letter: string) => {
      if (letter === 'z') return colons === '' ? '+0000' : '+00:00'
      if (letter === 'N') return nanoseconds(epochMs).slice(0, width === '' ? 9 : Number(width))
      const field = FIELDS[letter]?.(at, epochMs)
      if (field === undefined) return all
      return typeof field === 'string' ? cased(field, flag) : padded(field, flag)
    },
  )
}

/** A number with the width and the filling it has without a flag. */
interface Padded {
  readonly value: number
  readonly width: number
  readonly fill: '0' | ' '
}

const two = (value: number): Padded => ({ value, width: 2, fill: '0' })

const padded = ({ value, width, fill }: Padded, flag: string): string => {
  if (flag === '-') return String(value)
  return String(value).padStart(width, flag === '_' ? ' ' : flag === '0' ? '0' : fill)
}

const cased = (text: string, flag: string): string => (flag === '^' ? text.toUpperCase() : text)

const nanoseconds = (epochMs: number): string => `${String(Math.floor(epochMs % 1000)).padStart(3, '0')}000000`

const hour12 = (at: Date): number => at.getUTCHours() % 12 || 12
const dayOfYear = (at: Date): number => Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / DAY_MS)

/** Week and year of ISO 8601: the week belongs to the year of its Thursday. */
const isoWeek = (at: Date): { readonly week: number; readonly year: number } => {
  const thursday = new Date(at.getTime() + (4 - (at.getUTCDay() || 7)) * DAY_MS)
  return { week: Math.floor(dayOfYear(thursday) / 7) + 1, year: thursday.getUTCFullYear() }
}

const FIELDS: Readonly<Record<string, (at: Date, epochMs: number) => string | Padded>> = {
  '%': () => '%',
  n: () => '\n',
  t: () => '\t',
  Y: (at) => ({ value: at.getUTCFullYear(), width: 4, fill: '0' }),
  C: (at) => two(Math.floor(at.getUTCFullYear() / 100)),
  y: (at) => two(at.getUTCFullYear() % 100),
  m: (at) => two(at.getUTCMonth() + 1),
  d: (at) => two(at.getUTCDate()),
  e: (at) => ({ value: at.getUTCDate(), width: 2, fill: ' ' }),
  H: (at) => two(at.getUTCHours()),
  k: (at) => ({ value: at.getUTCHours(), width: 2, fill: ' ' }),
  I: (at) => two(hour12(at)),
  l: (at) => ({ value: hour12(at), width: 2, fill: ' ' }),
  M: (at) => two(at.getUTCMinutes()),
  S: (at) => two(at.getUTCSeconds()),
  j: (at) => ({ value: dayOfYear(at) + 1, width: 3, fill: '0' }),
  u: (at) => ({ value: at.getUTCDay() || 7, width: 1, fill: '0' }),
  w: (at) => ({ value: at.getUTCDay(), width: 1, fill: '0' }),
  V: (at) => two(isoWeek(at).week),
  G: (at) => ({ value: isoWeek(at).year, width: 4, fill: '0' }),
  s: (_at, epochMs) => String(Math.floor(epochMs / 1000)),
  p: (at) => (at.getUTCHours() < 12 ? 'AM' : 'PM'),
  P: (at) => (at.getUTCHours() < 12 ? 'am' : 'pm'),
  Z: () => 'UTC',
  a: (at) => (DAYS[at.getUTCDay()] ?? '').slice(0, 3),
  A: (at) => DAYS[at.getUTCDay()] ?? '',
  b: (at) => (MONTHS[at.getUTCMonth()] ?? '').slice(0, 3),
  h: (at) => (MONTHS[at.getUTCMonth()] ?? '').slice(0, 3),
  B: (at) => MONTHS[at.getUTCMonth()] ?? '',
  F: (_at, epochMs) => formatDate(epochMs, '%Y-%m-%d'),
  T: (_at, epochMs) => formatDate(epochMs, '%H:%M:%S'),
  X: (_at, epochMs) => formatDate(epochMs, '%H:%M:%S'),
  R: (_at, epochMs) => formatDate(epochMs, '%H:%M'),
  r: (_at, epochMs) => formatDate(epochMs, '%I:%M:%S %p'),
  D: (_at, epochMs) => formatDate(epochMs, '%m/%d/%y'),
  x: (_at, epochMs) => formatDate(epochMs, '%m/%d/%y'),
  c: (_at, epochMs) => formatDate(epochMs, '%a %b %e %H:%M:%S %Y'),
}
