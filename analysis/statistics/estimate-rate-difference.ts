import { estimateMean } from './estimate-mean.ts'
import { estimateRate } from './estimate-rate.ts'
import type { Estimate } from './estimate.ts'
import { mean } from './mean.ts'
import { scoreDifference } from './score-difference.ts'
import { wilsonInterval } from './wilson-interval.ts'

/** Trials of one method on one task instance, and how many of them were yes by either question. */
export type TaskPair = { readonly trials: number; readonly left: number; readonly right: number }

/**
 * Difference left − right of two rates of the same trials, mean of per-task differences. Its interval follows that of `right`: Student-t
 * over tasks where `right` has one, else Newcombe's from the Wilson intervals of both. So a table never shows a rate as uncertain and
 * its distance from a constant as certain.
 */
export const estimateRateDifference = (tasks: readonly TaskPair[], confidence = 0.95): Estimate | undefined => {
  const estimate = estimateMean(
    tasks.map(({ trials, left, right }) => (left - right) / trials),
    confidence,
  )
  const right = estimateRate(
    tasks.map((task) => ({ trials: task.trials, successes: task.right })),
    confidence,
  )
  if (estimate === undefined || right === undefined) return undefined
  const { interval } = estimate
  const fits = interval !== undefined && interval.low >= -1 && interval.high <= 1
  if (fits && right.interval?.formula === 'student-t') return estimate
  const lefts = tasks.map((task) => task.left / task.trials)
  const rights = tasks.map((task) => task.right / task.trials)
  const scored = (rates: readonly number[]) => {
    const sum = Math.min(
      rates.reduce((total, rate) => total + rate, 0),
      rates.length,
    )
    return { mean: mean(rates), interval: wilsonInterval(sum, rates.length, confidence) }
  }
  return { ...estimate, interval: scoreDifference(scored(lefts), scored(rights), correlation(lefts, rights)) }
}

/**
 * φ of the two questions over tasks, with Newcombe's correction for continuity, without which two or three tasks that happen to agree
 * would give an interval of no width; 0 where one of the two does not vary.
 */
const correlation = (left: readonly number[], right: readonly number[]): number => {
  const [p, q] = [mean(left), mean(right)]
  const covariance = mean(left.map((value, index) => value * (right[index] ?? 0))) - p * q
  const corrected = covariance > 0 ? Math.max(0, covariance - 1 / (2 * left.length)) : covariance
  const scale = Math.sqrt(p * (1 - p) * q * (1 - q))
  return scale < 1e-12 ? 0 : Math.max(-1, Math.min(1, corrected / scale))
}
