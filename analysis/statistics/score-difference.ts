import type { Estimate, Interval } from './estimate.ts'

/**
 * Interval of the difference left − right of two rates from the intervals of the rates themselves: it is certain of nothing of which they
 * are not. With r the correlation of the two, l and u the ends of their intervals:
 * d − √((p₁−l₁)² − 2r(p₁−l₁)(u₂−p₂) + (u₂−p₂)²), d + √((u₁−p₁)² − 2r(u₁−p₁)(p₂−l₂) + (p₂−l₂)²), within [−1, 1].
 * @param correlation of the two rates over tasks, in [−1, 1]; 0 where one does not vary
 * @throws {RangeError} when one of them has no interval
 * @see Newcombe 1998, "Improved confidence intervals for the difference between binomial proportions based on paired data", method 10
 */
export const scoreDifference = (
  left: Pick<Estimate, 'mean' | 'interval'>,
  right: Pick<Estimate, 'mean' | 'interval'>,
  correlation: number,
): Interval => {
  if (left.interval === undefined || right.interval === undefined) throw new RangeError('a rate without an interval')
  const difference = left.mean - right.mean
  const below = combine(left.mean - left.interval.low, right.interval.high - right.mean, correlation)
  const above = combine(left.interval.high - left.mean, right.mean - right.interval.low, correlation)
  return { low: Math.max(-1, difference - below), high: Math.min(1, difference + above), formula: 'newcombe' }
}

const combine = (a: number, b: number, correlation: number): number =>
  Math.sqrt(Math.max(0, a ** 2 - 2 * correlation * a * b + b ** 2))
