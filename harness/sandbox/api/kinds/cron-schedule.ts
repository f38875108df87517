/**
 * What is wrong with a cron line, in the words of the library that the server reads it with; `undefined` when it is sound or empty.
 * Source: github.com/robfig/cron, v3, parser.go.
 */
export const scheduleProblem = (line: string): string | undefined => {
  if (line === '') return undefined
  if (/TZ=/.test(line)) return 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'
  if (line.startsWith('@')) return descriptorProblem(line)
  const fields = line.split(/\s+/).filter((field) => field !== '')
  if (fields.length !== BOUNDS.length)
    return `expected exactly ${BOUNDS.length} fields, found ${fields.length}: [${fields.join(' ')}]`
  for (const [index, field] of fields.entries()) {
    for (const part of field.split(',')) {
      const problem = rangeProblem(part, BOUNDS[index]!)
      if (problem !== undefined) return problem
    }
  }
  return undefined
}

interface Bounds {
  readonly lowest: number
  readonly highest: number
  readonly names?: readonly string[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
/** Minute, hour, day of the month, month, day of the week. */
const BOUNDS: readonly Bounds[] = [
  { lowest: 0, highest: 59 },
  { lowest: 0, highest: 23 },
  { lowest: 1, highest: 31 },
  { lowest: 1, highest: 12, names: ['', ...MONTHS] },
  { lowest: 0, highest: 6, names: DAYS },
]

const rangeProblem = (text: string, bounds: Bounds): string | undefined => {
  const [span = '', step, ...more] = text.split('/')
  if (more.length > 0) return `too many slashes: ${text}`
  const [from = '', to, ...rest] = span.split('-')
  if (rest.length > 0) return `too many hyphens: ${text}`
  const isAny = from === '*' || from === '?'
  const start = isAny ? bounds.lowest : numberIn(from, bounds)
  if (typeof start === 'string') return start
  const end = to !== undefined ? numberIn(to, bounds) : isAny || step !== undefined ? bounds.highest : start
  if (typeof end === 'string') return end
  const width = step === undefined ? 1 : numberIn(step, { lowest: 0, highest: 0 })
  if (typeof width === 'string') return width
  if (start < bounds.lowest) return `beginning of range (${start}) below minimum (${bounds.lowest}): ${text}`
  if (end > bounds.highest) return `end of range (${end}) above maximum (${bounds.highest}): ${text}`
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${text}`
  return width === 0 ? `step of range should be a positive number: ${text}` : undefined
}

/** @returns the number, or what is wrong */
const numberIn = (text: string, { names = [] }: Bounds): number | string => {
  const named = text === '' ? -1 : names.indexOf(text.toLowerCase())
  if (named >= 0) return named
  if (/^[+-]?\d+$/.test(text))
    return text.startsWith('-') ? `negative number (${Number(text)}) not allowed: ${text}` : Number(text)
  return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`
}

const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

const descriptorProblem = (line: string): string | undefined =>
  DESCRIPTORS.includes(line) || /^@every (?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(line)
    ? undefined
    : line.startsWith('@every ')
      ? `failed to parse duration ${line}: time: invalid duration ${JSON.stringify(line.slice(7))}`
      : `unrecognized descriptor: ${line}`
