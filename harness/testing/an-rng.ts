import { createHash } from 'node:crypto'
import type { Rng } from '../ports/rng.ts'

/** Chance for tests: every draw is a hash of the label and of how many came before. */
export const anRng = (label: string | number = 'test'): Rng => {
  let drawn = 0
  const float = (): number => {
    drawn += 1
    return createHash('sha256').update(`${label}#${drawn}`).digest().readUInt32BE() / 2 ** 32
  }
  const int = (min: number, max: number): number => min + Math.floor(float() * (max - min + 1))
  return {
    fork: (child) => anRng(`${label}/${child}`),
    float,
    int,
    pick: (items) => {
      const index = int(0, items.length - 1)
      if (index >= items.length) throw new RangeError('nothing to pick from')
      return items[index] as (typeof items)[number]
    },
    shuffle: (items) => {
      const rest = [...items]
      return items.map(() => rest.splice(int(0, rest.length - 1), 1)[0] as (typeof items)[number])
    },
  }
}
