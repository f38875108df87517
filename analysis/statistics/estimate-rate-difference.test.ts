import { expect, it } from 'vitest'
import { estimateRateDifference } from './estimate-rate-difference.ts'
import { estimateRate } from './estimate-rate.ts'

const claimedAll = (...solved: number[]) => solved.map((right) => ({ trials: 3, left: 3, right }))

it('mirrors the t interval of a rate in its distance from a constant claim', () => {
  const solved = [3, 0, 1, 2, 0, 3, 1, 0, 2]
  const rate = estimateRate(solved.map((successes) => ({ trials: 3, successes })))
  const gap = estimateRateDifference(claimedAll(...solved))
  expect(gap?.interval?.formula).toBe('student-t')
  expect(gap?.interval?.low).toBeCloseTo(1 - (rate?.interval?.high ?? 0), 12)
  expect(gap?.interval?.high).toBeCloseTo(1 - (rate?.interval?.low ?? 0), 12)
})

it('never claims certainty where the rate has none: all solved and all claimed', () => {
  const gap = estimateRateDifference(claimedAll(3, 3, 3, 3, 3, 3, 3, 3, 3))
  expect(gap).toMatchObject({ mean: 0, tasks: 9, interval: { formula: 'newcombe' } })
  expect(gap?.interval?.high).toBeCloseTo(0.299, 3)
  expect(gap?.interval?.low).toBeCloseTo(-0.299, 3)
})

it('takes the same kind of interval as the rate, and stays between −1 and 1', () => {
  const gap = estimateRateDifference(claimedAll(0, 0, 0, 0, 1))
  expect(gap?.interval?.formula).toBe('newcombe')
  expect(gap?.interval?.high).toBeLessThanOrEqual(1)
})

it('has a width also where claims and results agree on the few tasks that there are', () => {
  const gap = estimateRateDifference([
    { trials: 3, left: 3, right: 3 },
    { trials: 3, left: 0, right: 0 },
  ])
  expect(gap?.mean).toBe(0)
  expect(gap?.interval?.high).toBeGreaterThan(0.3)
})

it('is undefined without tasks', () => expect(estimateRateDifference([])).toBeUndefined())
