import type { DeploymentStatus } from 'kubernetes-types/apps/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { type Condition, findCondition, newCondition, setCondition, withoutCondition } from './deployment-conditions.ts'
import {
  desiredReplicas,
  rollingLimits,
  type StoredDeployment,
  type StoredReplicaSet,
  sumActual,
  sumAvailable,
  sumDesired,
  sumReady,
} from './replica-math.ts'

export type Status = DeepReadonly<DeploymentStatus>

/** Counters and the Available condition. Source: k8s.io/kubernetes, pkg/controller/deployment/sync.go, calculateStatus. */
export const countStatus = (
  deployment: StoredDeployment,
  sets: readonly StoredReplicaSet[],
  newSet: StoredReplicaSet | undefined,
  nowMs: number,
): Status => {
  const available = sumAvailable(sets)
  const unavailable = Math.max(0, sumDesired(sets) - available)
  const replicas = sumActual(sets)
  const updated = newSet?.status?.replicas ?? 0
  const ready = sumReady(sets)
  const isEnough = available >= desiredReplicas(deployment) - rollingLimits(deployment).maxUnavailable
  const availability = isEnough
    ? newCondition(nowMs, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : newCondition(
        nowMs,
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
      )
  return {
    ...(deployment.status?.collisionCount === undefined ? {} : { collisionCount: deployment.status.collisionCount }),
    observedGeneration: deployment.metadata.generation ?? 0,
    ...(replicas > 0 ? { replicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    conditions: setCondition(deployment.status?.conditions ?? [], availability),
  }
}

/** Counters with the Progressing and ReplicaFailure conditions. Source: progress.go, syncRolloutStatus. */
export const rolloutStatus = (
  deployment: StoredDeployment,
  sets: readonly StoredReplicaSet[],
  newSet: StoredReplicaSet | undefined,
  nowMs: number,
): Status => {
  const counted = countStatus(deployment, sets, newSet, nowMs)
  const progressed = progress(deployment, counted, newSet, nowMs)
  const failure = [...sets]
    .flatMap((set) => set.status?.conditions ?? [])
    .find((condition) => condition.type === 'ReplicaFailure' && condition.status === 'True')
  const rest = withoutCondition(progressed, 'ReplicaFailure')
  const old = findCondition(progressed, 'ReplicaFailure')
  const conditions =
    failure === undefined
      ? rest
      : setCondition(
          old === undefined ? rest : progressed,
          newCondition(nowMs, 'ReplicaFailure', 'True', failure.reason ?? '', failure.message ?? ''),
        )
  return { ...counted, conditions: conditions }
}

export const isComplete = (deployment: StoredDeployment, status: Status): boolean => {
  const desired = desiredReplicas(deployment)
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  )
}

/** Ms until the progress deadline strikes; `undefined` when it cannot. */
export const deadlineInMs = (deployment: StoredDeployment, status: Status, nowMs: number): number | undefined => {
  const condition = findCondition(status.conditions ?? [], 'Progressing')
  if (condition === undefined || isComplete(deployment, status)) return undefined
  if (condition.reason === 'NewReplicaSetAvailable' || condition.reason === 'ProgressDeadlineExceeded') return undefined
  const dueMs = Date.parse(String(condition.lastUpdateTime)) + deadlineSeconds(deployment) * 1000
  return Math.max(0, dueMs - nowMs) + 1000
}

const progress = (
  deployment: StoredDeployment,
  status: Status,
  newSet: StoredReplicaSet | undefined,
  nowMs: number,
): readonly Condition[] => {
  const conditions = status.conditions ?? []
  const current = findCondition(deployment.status?.conditions ?? [], 'Progressing')
  const isSettled =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable'
  if (isSettled) return conditions
  const subject =
    newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`
  const say = (condition: string, reason: string, text: string): Condition =>
    newCondition(nowMs, 'Progressing', condition, reason, `${subject} ${text}`)
  if (isComplete(deployment, status)) {
    return setCondition(conditions, say('True', 'NewReplicaSetAvailable', 'has successfully progressed.'))
  }
  if (hasMoved(deployment.status ?? {}, status)) {
    const moving = say('True', 'ReplicaSetUpdated', 'is progressing.')
    const since = current?.status === 'True' ? current.lastTransitionTime : moving.lastTransitionTime
    return [
      ...withoutCondition(conditions, 'Progressing'),
      { ...moving, ...(since === undefined ? {} : { lastTransitionTime: since }) },
    ]
  }
  if (isOverdue(deployment, current, nowMs)) {
    return setCondition(conditions, say('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'))
  }
  return conditions
}

const hasMoved = (old: Status, status: Status): boolean => {
  const retired = (counts: Status): number => (counts.replicas ?? 0) - (counts.updatedReplicas ?? 0)
  return (
    (status.updatedReplicas ?? 0) > (old.updatedReplicas ?? 0) ||
    retired(status) < retired(old) ||
    (status.readyReplicas ?? 0) > (old.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (old.availableReplicas ?? 0)
  )
}

const isOverdue = (deployment: StoredDeployment, current: Condition | undefined, nowMs: number): boolean => {
  if (current === undefined || current.reason === 'NewReplicaSetAvailable') return false
  if (current.reason === 'ProgressDeadlineExceeded') return true
  return Date.parse(String(current.lastUpdateTime)) + deadlineSeconds(deployment) * 1000 < nowMs
}

const deadlineSeconds = (deployment: StoredDeployment): number => deployment.spec?.progressDeadlineSeconds ?? 600
