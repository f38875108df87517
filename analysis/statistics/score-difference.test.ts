import { expect, it } from 'vitest'
import { scoreDifference } from './score-difference.ts'
import { wilsonInterval } from './wilson-interval.ts'

const rate = (successes: number, units: number) => ({
  mean: successes / units,
  interval: wilsonInterval(successes, units),
})

// Newcombe 1998, "Interval estimation for the difference between independent proportions", table II, method 10.
it.each([
  [rate(56, 70), rate(48, 80), 0.0524, 0.3339],
  [rate(9, 10), rate(3, 10), 0.1705, 0.809],
  [rate(5, 56), rate(0, 29), -0.0381, 0.1926],
  [rate(10, 10), rate(0, 20), 0.6791, 1],
])('gives the published interval of independent rates', (left, right, low, high) => {
  const interval = scoreDifference(left, right, 0)
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

it('is narrower the more the two rates go together, and turns around with them', () => {
  const [left, right] = [rate(7, 9), rate(5, 9)]
  const width = (correlation: number): number => {
    const { low, high } = scoreDifference(left, right, correlation)
    return high - low
  }
  expect(width(0.8)).toBeLessThan(width(0))
  const [there, back] = [scoreDifference(left, right, 0.3), scoreDifference(right, left, 0.3)]
  expect(back.low).toBeCloseTo(-there.high, 12)
  expect(back.high).toBeCloseTo(-there.low, 12)
})
