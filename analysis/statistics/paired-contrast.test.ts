import { describe, expect, it } from 'vitest'
import { pairedContrast } from './paired-contrast.ts'
import vectors from './testdata/vectors.json' with { type: 'json' }

const { paired } = vectors
/** The first k of the four seeds are solved, for each task. */
const pairs = paired.left.flatMap((left, task) =>
  [...Array(paired.seeds).keys()].map((seed) => ({
    task: `task-${task}`,
    left: seed < left ? 1 : 0,
    right: seed < (paired.right[task] ?? 0) ? 1 : 0,
  })),
)

describe('pairedContrast', () => {
  it('averages seeds inside a task, then tasks', () => {
    const contrast = pairedContrast(pairs)
    expect(contrast?.pairs).toBe(32)
    expect(contrast?.estimate.tasks).toBe(8)
    expect(contrast?.estimate.mean).toBe(paired.mean)
    expect(contrast?.estimate.interval?.low).toBeCloseTo(paired.low, 11)
    expect(contrast?.estimate.interval?.high).toBeCloseTo(paired.high, 11)
    expect(contrast?.test.p).toBe(paired.p)
  })

  it('does not depend on the order of the pairs', () => {
    expect(pairedContrast([...pairs].reverse())?.test).toEqual(pairedContrast(pairs)?.test)
  })

  it('is undefined when no pair is complete', () => {
    expect(pairedContrast([])).toBeUndefined()
  })
})
