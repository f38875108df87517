import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import type { Interval } from './estimate.ts'

/**
 * Wilson score interval of a proportion in [0, 1].
 * @param successes may be fractional (a sum of task means)
 * @param units number of independent units n
 * @throws {RangeError} unless 0 ≤ successes ≤ units and units > 0
 * @see Wilson 1927, "Probable inference, the law of succession, and statistical inference"
 */
export const wilsonInterval = (successes: number, units: number, confidence = 0.95): Interval => {
  if (!(units > 0) || successes < 0 || successes > units) {
    throw new RangeError(`expected 0 ≤ successes ≤ units and units > 0, found ${successes} of ${units}`)
  }
  const z = normalQuantile((1 + confidence) / 2, 0, 1)
  const rate = successes / units
  const scale = 1 + z ** 2 / units
  const centre = (rate + z ** 2 / (2 * units)) / scale
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / units + z ** 2 / (4 * units ** 2))
  return {
    low: successes === 0 ? 0 : centre - half,
    high: successes === units ? 1 : centre + half,
    formula: 'wilson',
  }
}
