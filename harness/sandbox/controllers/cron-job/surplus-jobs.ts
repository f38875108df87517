import type { CronJob, Job } from 'kubernetes-types/batch/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { hasCondition } from '../job/job-conditions.ts'

/** Finished Jobs beyond the history limits, oldest first. */
export const surplusJobs = ({ spec }: Stored<CronJob>, owned: readonly Stored<Job>[]): readonly Stored<Job>[] => {
  const beyond = (type: string, limit: number): readonly Stored<Job>[] => {
    const finished = owned.filter((job) => hasCondition(job, type)).sort(byStart)
    return finished.slice(0, Math.max(0, finished.length - limit))
  }
  return [
    ...beyond('Complete', spec?.successfulJobsHistoryLimit ?? 3),
    ...beyond('Failed', spec?.failedJobsHistoryLimit ?? 1),
  ]
}

const byStart = (a: Stored<Job>, b: Stored<Job>): number =>
  Date.parse(a.status?.startTime ?? a.metadata.creationTimestamp) -
  Date.parse(b.status?.startTime ?? b.metadata.creationTimestamp)
