import { createHash } from 'node:crypto'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { Rng } from '../../ports/rng.ts'

/** Chance from a seed: xoroshiro128+, its state taken from a SHA-256 of the seed and of the labels on the way to the fork. */
export const createRng = (seed: number | string): Rng => fromKey(digest(`seed ${seed}`))

const fromKey = (key: Buffer): Rng => {
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => key.readInt32LE(at)))
  const int = (min: number, max: number): number => uniformInt(generator, min, max)
  return {
    fork: (label) => fromKey(digest(key, label)),
    float: () => uniformFloat64(generator),
    int,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('cannot pick from nothing')
      return items[int(0, items.length - 1)] as (typeof items)[number]
    },
    shuffle: (items) => {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = int(0, last)
        const kept = shuffled[last] as (typeof items)[number]
        shuffled[last] = shuffled[other] as (typeof items)[number]
        shuffled[other] = kept
      }
      return shuffled
    },
  }
}

const digest = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
