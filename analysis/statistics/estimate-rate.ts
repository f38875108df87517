import { estimateMean } from './estimate-mean.ts'
import type { Estimate } from './estimate.ts'
import { wilsonInterval } from './wilson-interval.ts'

/**
 * Rate of a method: mean of task means in [0, 1] with a 95 % interval. Student-t at C−1 where it is at home; Wilson where
 * each task has one seed, or where the rate is so near 0 or 1 that the t interval is empty or leaves [0, 1].
 *
 * Wilson counts task instances as its n, not trials: seeds of one task are not independent, and the variance of task
 * means never exceeds that of a yes/no draw per task, so the interval errs on the wide side.
 * @param tasks trials and successes per task instance
 * @throws {RangeError} for a task without trials, or with more successes than trials
 */
export const estimateRate = (tasks: readonly TaskCount[], confidence = 0.95): Estimate | undefined => {
  const estimate = estimateMean(tasks.map(toRate), confidence)
  if (estimate === undefined) return undefined
  const isSingleSeed = tasks.every((task) => task.trials === 1)
  const { interval } = estimate
  const fits = interval !== undefined && interval.low >= 0 && interval.high <= 1
  if (fits && !isSingleSeed) return estimate
  return { ...estimate, interval: wilsonInterval(estimate.mean * estimate.tasks, estimate.tasks, confidence) }
}

/** Trials of one method on one task instance, and how many of them succeeded. */
export type TaskCount = { readonly trials: number; readonly successes: number }

const toRate = ({ trials, successes }: TaskCount): number => {
  if (!(trials > 0) || successes < 0 || successes > trials) {
    throw new RangeError(`expected 0 ≤ successes ≤ trials and trials > 0, found ${successes} of ${trials}`)
  }
  return successes / trials
}
