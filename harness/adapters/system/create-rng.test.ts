import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRng } from './create-rng.ts'

const draws = (rng: ReturnType<typeof createRng>, count = 8): readonly number[] =>
  Array.from({ length: count }, () => rng.int(0, 1_000_000))

describe('seeded chance', () => {
  it('repeats itself for the same seed and labels, and differs for others', () => {
    expect(draws(createRng(7).fork('a'))).toEqual(draws(createRng(7).fork('a')))
    expect(draws(createRng(7).fork('a'))).not.toEqual(draws(createRng(7).fork('b')))
    expect(draws(createRng(7))).not.toEqual(draws(createRng(8)))
    expect(draws(createRng(7).fork('a').fork('b'))).not.toEqual(draws(createRng(7).fork('b').fork('a')))
  })

  it('forks independently of what was drawn before', () => {
    const used = createRng(7)
    draws(used, 100)
    expect(draws(used.fork('trial'))).toEqual(draws(createRng(7).fork('trial')))
  })

  it('stays within bounds, both ends included', () => {
    const rng = createRng(1)
    const seen = new Set(Array.from({ length: 200 }, () => rng.int(-1, 1)))
    expect([...seen].sort((a, b) => a - b)).toEqual([-1, 0, 1])
    for (let turn = 0; turn < 100; turn += 1) expect(rng.float()).toSatisfy((value: number) => value >= 0 && value < 1)
  })

  it('shuffles without losing anything and leaves the given list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items]
        const shuffled = createRng(seed).shuffle(items)
        expect(items).toEqual(before)
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b))
      }),
    )
  })

  it('refuses to pick from nothing', () => {
    expect(() => createRng(1).pick([])).toThrow(RangeError)
  })
})
