import { describe, expect, it } from 'vitest'
import { estimateRate } from './estimate-rate.ts'

const tasks = (...successes: number[]) => successes.map((count) => ({ trials: 3, successes: count }))

describe('estimateRate', () => {
  it('averages task means, so that a task with more seeds weighs no more', () => {
    const estimate = estimateRate([
      { trials: 1, successes: 1 },
      { trials: 9, successes: 0 },
    ])
    expect(estimate?.mean).toBe(0.5)
  })

  it('uses Student-t in the middle of the scale', () => {
    expect(estimateRate(tasks(1, 2, 1, 2, 1, 2, 2, 1, 1))?.interval?.formula).toBe('student-t')
  })

  it('uses Wilson over tasks where every task agrees, and never claims certainty', () => {
    const estimate = estimateRate(tasks(3, 3, 3, 3, 3, 3, 3, 3, 3, 3))
    expect(estimate?.interval?.formula).toBe('wilson')
    expect(estimate?.interval?.low).toBeCloseTo(0.722467200137, 11)
    expect(estimate?.interval?.high).toBe(1)
  })

  it('uses Wilson where the t interval would leave the scale', () => {
    expect(estimateRate(tasks(3, 3, 3, 3, 2))?.interval?.formula).toBe('wilson')
  })

  it('uses Wilson with one seed', () => {
    const one = [1, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0].map((successes) => ({ trials: 1, successes }))
    expect(estimateRate(one)?.interval?.formula).toBe('wilson')
  })

  it('is undefined without tasks and refuses impossible counts', () => {
    expect(estimateRate([])).toBeUndefined()
    expect(() => estimateRate([{ trials: 0, successes: 0 }])).toThrow(RangeError)
    expect(() => estimateRate([{ trials: 2, successes: 3 }])).toThrow(RangeError)
  })
})
