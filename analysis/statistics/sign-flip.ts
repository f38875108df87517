import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** A two-sided permutation p-value, and how many sign assignments it was read from. */
export type SignFlip = {
  readonly p: number
  readonly kind: 'exact' | 'sampled'
  readonly assignments: number
}

/**
 * Sign-flip permutation test of "the paired differences are symmetric around 0". Up to 20 tasks every one of the 2^C
 * assignments is counted; beyond that a seeded sample is drawn and p = (1+hits)/(1+draws). With one seed and a yes/no
 * score it equals the exact McNemar test.
 * @param differences one mean difference per task instance
 * @param sampling seed and number of draws of the sampled variant
 * @throws {RangeError} for no differences
 */
export const signFlip = (
  differences: readonly number[],
  sampling: { readonly seed: number; readonly draws: number } = { seed: 1, draws: 100_000 },
): SignFlip => {
  if (differences.length === 0) throw new RangeError('a permutation test needs at least one difference')
  const sizes = differences.map(Math.abs)
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0))
  // Sums of the same thirds in another order differ in the last bits; equal sums must count as hits.
  const threshold = observed - 1e-9 * Math.max(1, ...sizes)
  return sizes.length <= EXACT_LIMIT ? exact(sizes, threshold) : sampled(sizes, threshold, sampling)
}

const EXACT_LIMIT = 20

const exact = (sizes: readonly number[], threshold: number): SignFlip => {
  const assignments = 2 ** sizes.length
  const countHits = (index: number, sum: number): number => {
    const size = sizes[index]
    if (size === undefined) return Math.abs(sum) >= threshold ? 1 : 0
    return countHits(index + 1, sum + size) + countHits(index + 1, sum - size)
  }
  return { p: countHits(0, 0) / assignments, kind: 'exact', assignments }
}

const sampled = (
  sizes: readonly number[],
  threshold: number,
  { seed, draws }: { readonly seed: number; readonly draws: number },
): SignFlip => {
  const generator = xoroshiro128plus(seed)
  let hits = 0
  for (let draw = 0; draw < draws; draw += 1) {
    if (Math.abs(flipAll(sizes, generator)) >= threshold) hits += 1
  }
  return { p: (1 + hits) / (1 + draws), kind: 'sampled', assignments: draws }
}

/** One 32-bit draw decides 32 signs. */
const flipAll = (sizes: readonly number[], generator: RandomGenerator): number => {
  let sum = 0
  let bits = 0
  for (const [index, size] of sizes.entries()) {
    if (index % 32 === 0) bits = generator.next()
    sum += ((bits >>> (index % 32)) & 1) === 0 ? size : -size
  }
  return sum
}
