import type { StoredPod } from '../base/pods.ts'
import type { JobPods, StoredJob } from './job-pods.ts'

/** Why a Job is over, in the controller's words. */
export type Verdict =
  | { readonly result: 'complete'; readonly reason: string; readonly message: string }
  | { readonly result: 'failed'; readonly reason: string; readonly message: string }
  | undefined

export interface JobCounts {
  readonly succeeded: number
  readonly failed: number
}

/** Source of the rules: k8s.io/kubernetes, pkg/controller/job/job_controller.go (v1.32). */
export const judgeJob = (job: StoredJob, pods: JobPods, { succeeded, failed }: JobCounts, nowMs: number): Verdict => {
  const { spec, status } = job
  const limit = spec?.backoffLimit ?? 6
  const running = pods.active.filter((pod) => pod.status?.phase === 'Running' || pod.status?.phase === 'Pending')
  if (failed > limit || isPastLimitInPlace(job, running, limit)) {
    return {
      result: 'failed',
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    }
  }
  const deadlineMs = deadlineOf(job)
  if (deadlineMs !== undefined && status?.startTime !== undefined && nowMs >= deadlineMs && spec?.suspend !== true) {
    return {
      result: 'failed',
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    }
  }
  const isDone =
    spec?.completions === undefined ? succeeded > 0 && pods.active.length === 0 : succeeded >= spec.completions
  if (!isDone || spec?.suspend === true) return undefined
  return { result: 'complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }
}

/** With OnFailure the kubelet restarts containers in place; their restarts are the failures. */
const isPastLimitInPlace = (job: StoredJob, running: readonly StoredPod[], limit: number): boolean => {
  if (job.spec?.template.spec?.restartPolicy !== 'OnFailure') return false
  const restarts = running
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0)
  return limit === 0 ? restarts > 0 : restarts >= limit
}

/** Epoch ms at which `activeDeadlineSeconds` are over. */
export const deadlineOf = ({ spec, status }: StoredJob): number | undefined =>
  spec?.activeDeadlineSeconds === undefined || status?.startTime === undefined
    ? undefined
    : Date.parse(status.startTime) + spec.activeDeadlineSeconds * 1000
