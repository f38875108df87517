import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import type { Estimate } from './estimate.ts'
import { mean } from './mean.ts'
import { standardError } from './standard-error.ts'

/**
 * Mean of task means with a Student-t interval at C−1 degrees of freedom: s̄ ± t·SD/√C. One value per task instance: seeds
 * are replicates inside it and are averaged before.
 * @param taskMeans one mean per task instance, any unit
 * @param confidence two-sided, in (0, 1)
 * @returns undefined for no tasks; without an interval for one task, or where all tasks agree: a width of 0 would claim
 * a certainty that so few tasks cannot give
 */
export const estimateMean = (taskMeans: readonly number[], confidence = 0.95): Estimate | undefined => {
  if (taskMeans.length === 0) return undefined
  const centre = mean(taskMeans)
  const tasks = taskMeans.length
  const error = tasks === 1 ? 0 : standardError(taskMeans)
  if (error === 0) return { mean: centre, tasks, interval: undefined }
  const half = tQuantile((1 + confidence) / 2, tasks - 1) * error
  return { mean: centre, tasks, interval: { low: centre - half, high: centre + half, formula: 'student-t' } }
}
