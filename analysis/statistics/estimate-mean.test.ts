import { describe, expect, it } from 'vitest'
import { estimateMean } from './estimate-mean.ts'
import vectors from './testdata/vectors.json' with { type: 'json' }

describe('estimateMean', () => {
  it.each(Object.entries(vectors.t975))(
    'uses the exact Student-t quantile at %s degrees of freedom',
    (freedom, quantile) => {
      const tasks = Number(freedom) + 1
      const values = [...Array(tasks).keys()].map((index) => index)
      const sd = Math.sqrt((tasks * (tasks + 1)) / 12)
      const estimate = estimateMean(values)
      expect(estimate?.mean).toBeCloseTo((tasks - 1) / 2, 12)
      expect(((estimate?.interval?.high ?? 0) - (tasks - 1) / 2) / (sd / Math.sqrt(tasks))).toBeCloseTo(quantile, 11)
    },
  )

  it('is undefined without tasks, and has no interval for one task or where all tasks agree', () => {
    expect(estimateMean([])).toBeUndefined()
    expect(estimateMean([0.4])).toEqual({ mean: 0.4, tasks: 1, interval: undefined })
    expect(estimateMean([2, 2, 2])).toEqual({ mean: 2, tasks: 3, interval: undefined })
  })
})
