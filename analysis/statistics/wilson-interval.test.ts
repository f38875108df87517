import { describe, expect, it } from 'vitest'
import vectors from './testdata/vectors.json' with { type: 'json' }
import { wilsonInterval } from './wilson-interval.ts'

describe('wilsonInterval', () => {
  it.each(vectors.wilson95)('brackets $successes of $units', ({ successes, units, low, high }) => {
    const interval = wilsonInterval(successes, units)
    expect(interval.low).toBeCloseTo(low, 11)
    expect(interval.high).toBeCloseTo(high, 11)
  })

  it('refuses more successes than units', () => {
    expect(() => wilsonInterval(3, 2)).toThrow('found 3 of 2')
  })
})
