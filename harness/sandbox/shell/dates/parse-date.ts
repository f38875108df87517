const DAY_MS = 86_400_000
const UNIT_MS: Readonly<Record<string, number>> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
  fortnight: 14 * DAY_MS,
}

/**
 * What `date -d` understands and operators type: `@epoch`, ISO dates and times with or without a zone, `now`, `today`, `yesterday`,
 * `tomorrow`, and offsets such as `5 minutes ago`, `-1 hour`, `+2 days`. Times without a zone are UTC.
 * @returns epoch milliseconds; `undefined` when it is no date
 */
export const parseDate = (text: string, nowMs: number): number | undefined => {
  let rest = text.trim()
  let baseMs = nowMs
  const epoch = /^@(-?\d+(?:\.\d+)?)/.exec(rest)
  const stamp = STAMP.exec(rest)
  const time = /^(\d{1,2}:\d{2}(?::\d{2})?)(?=\s|$)/.exec(rest)
  if (epoch !== null) {
    baseMs = Number(epoch[1]) * 1000
    rest = rest.slice(epoch[0].length)
  } else if (stamp !== null) {
    const parsed = Date.parse(isoText(stamp))
    if (Number.isNaN(parsed)) return undefined
    baseMs = parsed
    rest = rest.slice(stamp[0].length)
  } else if (time !== null) {
    baseMs = midnight(nowMs) + clockMs(time[1] ?? '')
    rest = rest.slice(time[0].length)
  } else if (rest === '') baseMs = midnight(nowMs)
  return applyWords(rest, baseMs)
}

const STAMP = /^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2})(:\d{2})?([.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?=\s|$))?/

const isoText = ([
  ,
  day = '',
  minutes = '00:00',
  seconds = ':00',
  fraction = '',
  zone = 'Z',
]: RegExpExecArray): string => {
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z'
  return `${day}T${minutes}${seconds}${fraction.replace(',', '.').slice(0, 4)}${offset}`
}

const midnight = (ms: number): number => ms - (((ms % DAY_MS) + DAY_MS) % DAY_MS)

const clockMs = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number)
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

const WORD =
  /^\s*(?:(now|today|utc|gmt|z)|(yesterday)|(tomorrow)|([+-]?\s*\d+|last|next|an?)?\s*([a-z]+?)s?(\s+ago)?)(?=[\s+-]|$)/i

const applyWords = (words: string, startMs: number): number | undefined => {
  let rest = words
  let ms = startMs
  while (rest.trim() !== '') {
    const match = WORD.exec(rest)
    if (match === null) return undefined
    const [all, neutral, yesterday, tomorrow, amount, unit = '', ago] = match
    rest = rest.slice(all.length)
    if (neutral !== undefined) continue
    if (yesterday !== undefined) ms -= DAY_MS
    else if (tomorrow !== undefined) ms += DAY_MS
    else {
      const moved = shift(ms, count(amount) * (ago === undefined ? 1 : -1), unit.toLowerCase())
      if (moved === undefined) return undefined
      ms = moved
    }
  }
  return ms
}

const count = (amount: string | undefined): number => {
  if (amount === undefined || /^(?:next|an?)$/i.test(amount)) return 1
  return /^last$/i.test(amount) ? -1 : Number(amount.replaceAll(/\s/g, ''))
}

const shift = (ms: number, by: number, unit: string): number | undefined => {
  if (unit === 'month' || unit === 'year') {
    const at = new Date(ms)
    const months = unit === 'year' ? 12 * by : by
    return Date.UTC(
      at.getUTCFullYear(),
      at.getUTCMonth() + months,
      at.getUTCDate(),
      at.getUTCHours(),
      at.getUTCMinutes(),
      at.getUTCSeconds(),
      at.getUTCMilliseconds(),
    )
  }
  const unitMs = UNIT_MS[unit]
  return unitMs === undefined ? undefined : ms + by * unitMs
}
