import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Estimate } from './estimate.ts'
import { mean } from './mean.ts'

/** Draws of the bootstrap; one more is a round number, which the order statistics are read by. */
const DRAWS = 9_999

/**
 * Mean of task means of a count or a time, which is never below 0 and often far from symmetric, with an expanded percentile interval of
 * a bootstrap over tasks: it stays inside the range of what was seen, where s̄ ± t·SE would reach below 0. The percentiles are
 * Φ(∓√(C/(C−1))·t), which widens the plain percentile interval to what few tasks warrant.
 * @param taskMeans one mean per task instance, each ≥ 0
 * @returns undefined for no tasks; without an interval for one task, or where all tasks agree
 * @see Hesterberg 2015, "What Teachers Should Know About the Bootstrap", The American Statistician 69(4), section 5.3
 */
export const estimateAmount = (
  taskMeans: readonly number[],
  { confidence = 0.95, seed = 1 }: { readonly confidence?: number; readonly seed?: number } = {},
): Estimate | undefined => {
  const tasks = taskMeans.length
  if (tasks === 0) return undefined
  const centre = mean(taskMeans)
  if (taskMeans.every((value) => value === taskMeans[0])) return { mean: centre, tasks, interval: undefined }
  const means = resampledMeans(taskMeans, seed)
  const rank = Math.max(1, Math.floor(expandedTail(tasks, confidence) * (DRAWS + 1)))
  const [low, high] = [means[rank - 1] ?? centre, means[DRAWS - rank] ?? centre]
  return { mean: centre, tasks, interval: { low, high, formula: 'bootstrap' } }
}

/** Sorted. */
const resampledMeans = (values: readonly number[], seed: number): Float64Array => {
  const generator = xoroshiro128plus(seed)
  return Float64Array.from({ length: DRAWS }, () => {
    let sum = 0
    for (let draw = 0; draw < values.length; draw += 1) sum += values[uniformInt(generator, 0, values.length - 1)] ?? 0
    return sum / values.length
  }).sort()
}

/** Share of the bootstrap's means below the interval: Φ(−√(C/(C−1))·t), t at C−1 degrees of freedom. */
export const expandedTail = (tasks: number, confidence: number): number =>
  normalTail(Math.sqrt(tasks / (tasks - 1)) * tQuantile((1 + confidence) / 2, tasks - 1))

/** Φ(−x) for x ≥ 0, as the inverse of the quantile by bisection. */
const normalTail = (x: number): number => {
  let [low, high] = [0, 0.5]
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (normalQuantile(middle, 0, 1) < -x) low = middle
    else high = middle
  }
  return high
}
