import { describe, expect, it } from 'vitest'
import { estimateAmount, expandedTail } from './estimate-amount.ts'

describe('estimateAmount', () => {
  it('stays inside what was seen: no count and no time below 0', () => {
    const estimate = estimateAmount([0, 0, 0, 0, 0, 0, 0, 0, 1])
    expect(estimate).toMatchObject({ mean: 1 / 9, tasks: 9, interval: { low: 0, formula: 'bootstrap' } })
    expect(estimate?.interval?.high).toBeGreaterThan(1 / 9)
    expect(estimate?.interval?.high).toBeLessThan(1)
  })

  it('comes near the t interval where the values are symmetric', () => {
    const values = [...Array(40).keys()]
    // 19.5 ± 2.0227 · 11.6905/√40
    expect(estimateAmount(values)?.interval?.low).toBeCloseTo(15.76, 0)
    expect(estimateAmount(values)?.interval?.high).toBeCloseTo(23.24, 0)
  })

  it('is the same from run to run, and another with another seed', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6]
    expect(estimateAmount(values)).toEqual(estimateAmount(values))
    expect(estimateAmount(values, { seed: 2 })?.interval).not.toEqual(estimateAmount(values)?.interval)
  })

  it('has no interval for one task or where all tasks agree, and is undefined without tasks', () => {
    expect(estimateAmount([])).toBeUndefined()
    expect(estimateAmount([7])).toEqual({ mean: 7, tasks: 1, interval: undefined })
    expect(estimateAmount([2, 2, 2])).toEqual({ mean: 2, tasks: 3, interval: undefined })
  })
})

// √(C/(C−1))·t is 3.10375 for 5 tasks and 2.38450 for 10.
it.each([
  [5, 0.000955],
  [10, 0.00855],
])('widens the percentiles for %i tasks', (tasks, tail) => expect(expandedTail(tasks, 0.95)).toBeCloseTo(tail, 4))
