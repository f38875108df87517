import { expect, it } from 'vitest'
import { nextRunMs } from './next-run.ts'

it.each([
  ['@every 90s', 90_000],
  ['@every 1500ms', 1000],
  ['@every 200ms', 1000],
  ['@hourly', 3_600_000],
  ['*/5 * * * *', 300_000],
])('a schedule of %s runs first after %d ms', (schedule, ms) => {
  expect(nextRunMs(schedule, 400)).toBe(ms)
})
