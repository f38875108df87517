import { z } from 'zod'

const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g

/** A length of time as documents write it: `90s`, `1m30s`, `250ms`. Convert with {@link durationMs}. */
export const Duration = z.string().regex(DURATION, 'expected a duration such as 90s, 1m30s or 250ms')
export type Duration = z.output<typeof Duration>

/**
 * @returns the duration in milliseconds
 * @throws {RangeError} when the text is not a duration
 */
export const durationMs = (text: Duration): number => {
  if (!DURATION.test(text)) throw new RangeError(`not a duration: ${JSON.stringify(text)}`)
  let totalMs = 0
  for (const [, amount, unit] of text.matchAll(PART))
    totalMs += Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS]
  return totalMs
}
