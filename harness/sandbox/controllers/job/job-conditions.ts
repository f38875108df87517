import type { JobCondition } from 'kubernetes-types/batch/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { timestamp } from '../base/timestamp.ts'
import type { StoredJob } from './job-pods.ts'

type Conditions = readonly DeepReadonly<JobCondition>[]

export const hasCondition = ({ status }: StoredJob, type: string): boolean =>
  (status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True')

export const isOver = (job: StoredJob): boolean => hasCondition(job, 'Complete') || hasCondition(job, 'Failed')

/** The conditions with this one set; the same list when it says so already. */
export const withCondition = (
  conditions: Conditions,
  nowMs: number,
  { type, status, reason, message }: Pick<DeepReadonly<JobCondition>, 'type' | 'status' | 'reason' | 'message'>,
): Conditions => {
  const known = conditions.find((condition) => condition.type === type)
  if (known?.status === status && known.reason === reason && known.message === message) return conditions
  const now = timestamp(nowMs)
  const next = {
    type,
    status,
    lastProbeTime: now,
    lastTransitionTime: now,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  } as DeepReadonly<JobCondition>
  return known === undefined
    ? [...conditions, next]
    : conditions.map((condition) => (condition === known ? next : condition))
}
