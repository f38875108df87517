import { expect, it } from 'vitest'
import { holm } from './holm.ts'
import vectors from './testdata/vectors.json' with { type: 'json' }

it('adjusts each p-value in its own place', () => {
  const adjusted = holm(vectors.holm.p)
  for (const [index, expected] of vectors.holm.adjusted.entries()) expect(adjusted[index]).toBeCloseTo(expected, 14)
})

it('never exceeds 1 and leaves an empty family empty', () => {
  expect(holm([0.9, 0.8])).toEqual([1, 1])
  expect(holm([])).toEqual([])
})
