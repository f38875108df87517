import { expect, it } from 'vitest'
import { describeTimeLeft } from './time-left.ts'

it.each([
  [{ elapsedMs: 10_000, finished: 5, remaining: 20 }, 'about 40 s left'],
  [{ elapsedMs: 60_000, finished: 10, remaining: 200 }, 'about 20 min left'],
  [{ elapsedMs: 3_600_000, finished: 100, remaining: 500 }, 'about 5 h left'],
  [{ elapsedMs: 100, finished: 9, remaining: 1 }, 'about 1 s left'],
])('goes on at the pace so far: %j', (pace, said) => expect(describeTimeLeft(pace)).toBe(said))

it.each([
  { elapsedMs: 0, finished: 0, remaining: 9 },
  { elapsedMs: 9_000, finished: 9, remaining: 0 },
])('says nothing without a pace or without work left: %j', (pace) => expect(describeTimeLeft(pace)).toBe(''))
