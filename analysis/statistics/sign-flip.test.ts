import { describe, expect, it } from 'vitest'
import { signFlip } from './sign-flip.ts'
import vectors from './testdata/vectors.json' with { type: 'json' }

const { paired } = vectors
const differences = paired.left.map((left, index) => (left - (paired.right[index] ?? 0)) / paired.seeds)

describe('signFlip', () => {
  it('counts every assignment for few tasks', () => {
    expect(signFlip(differences)).toEqual({ p: paired.p, kind: 'exact', assignments: 256 })
  })

  it.each(vectors.mcnemar)(
    'equals exact McNemar on yes/no scores with one seed: $onlyLeft against $onlyRight',
    (table) => {
      const scores = [...Array<number>(table.onlyLeft).fill(1), ...Array<number>(table.onlyRight).fill(-1), 0, 0, 0]
      expect(signFlip(scores).p).toBe(table.p)
    },
  )

  it('treats sums that differ only by rounding as equal', () => {
    expect(signFlip([0.1, 0.2, -0.3]).p).toBe(1)
  })

  it('samples for more than 20 tasks, near the exact value and the same for the same seed', () => {
    const padded = [...differences, ...Array<number>(13).fill(0)]
    const sampled = signFlip(padded, { seed: 7, draws: 100_000 })
    expect(sampled.kind).toBe('sampled')
    expect(Math.abs(sampled.p - paired.p)).toBeLessThan(0.01)
    expect(signFlip(padded, { seed: 7, draws: 100_000 })).toEqual(sampled)
    expect(signFlip(padded, { seed: 8, draws: 100_000 }).p).not.toBe(sampled.p)
  })

  it('never reports a sampled p-value of 0', () => {
    expect(signFlip(Array<number>(40).fill(1), { seed: 1, draws: 1000 }).p).toBe(1 / 1001)
  })

  it('refuses to test nothing', () => {
    expect(() => signFlip([])).toThrow(RangeError)
  })
})
