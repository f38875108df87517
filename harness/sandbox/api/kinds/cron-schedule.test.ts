import { expect, it } from 'vitest'
import { scheduleProblem } from './cron-schedule.ts'

it.each(['*/5 * * * *', '0 8-18/2 * * mon-fri', '@daily', '@every 90s', '0 0 1,15 jan ?', ''])(
  'a schedule may be %s',
  (line) => {
    expect(scheduleProblem(line)).toBeUndefined()
  },
)

it.each([
  ['nope', 'expected exactly 5 fields, found 1: [nope]'],
  ['99 * * * *', 'end of range (99) above maximum (59): 99'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['@soon', 'unrecognized descriptor: @soon'],
  ['TZ=UTC * * * * *', 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'],
])('a schedule may not be %s', (line, problem) => {
  expect(scheduleProblem(line)).toBe(problem)
})
