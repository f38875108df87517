import type { ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from 'kubernetes-types/apps/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { hasLabels } from '../base/labels.ts'
import { isAvailable, isReady, podCondition, type StoredPod } from '../base/pods.ts'
import { timestamp } from '../base/timestamp.ts'

/** The status of a ReplicaSet over its active pods, and when it will change by itself (a pod becomes available). */
export const replicaSetStatus = (
  set: Stored<ReplicaSet>,
  pods: readonly StoredPod[],
  failure: string | undefined,
  nowMs: number,
): { readonly status: DeepReadonly<ReplicaSetStatus>; readonly recheckInMs: number | undefined } => {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  const labels = set.spec?.template?.metadata?.labels ?? {}
  const ready = pods.filter(isReady)
  const available = ready.filter((pod) => isAvailable(pod, minReadySeconds, nowMs))
  const waits = ready
    .filter((pod) => !available.includes(pod))
    .map((pod) => Date.parse(String(podCondition(pod, 'Ready')?.lastTransitionTime)) + minReadySeconds * 1000 - nowMs)
  const fullyLabeled = pods.filter((pod) => hasLabels(pod.metadata.labels, labels)).length
  const conditions = conditionsOf(set, pods, failure, nowMs)
  const status = {
    replicas: pods.length,
    ...positive('fullyLabeledReplicas', fullyLabeled),
    ...positive('readyReplicas', ready.length),
    ...positive('availableReplicas', available.length),
    observedGeneration: set.metadata.generation ?? 0,
    ...(conditions.length === 0 ? {} : { conditions }),
  }
  return { status, recheckInMs: waits.length === 0 ? undefined : Math.max(1, Math.min(...waits)) }
}

const conditionsOf = (
  set: Stored<ReplicaSet>,
  pods: readonly StoredPod[],
  failure: string | undefined,
  nowMs: number,
): DeepReadonly<ReplicaSetCondition>[] => {
  const others = (set.status?.conditions ?? []).filter((condition) => condition.type !== 'ReplicaFailure')
  if (failure === undefined) return others
  const current = set.status?.conditions?.find((condition) => condition.type === 'ReplicaFailure')
  if (current !== undefined) return [...others, current]
  const reason = pods.length > (set.spec?.replicas ?? 1) ? 'FailedDelete' : 'FailedCreate'
  const lastTransitionTime = timestamp(nowMs) as never
  return [...others, { type: 'ReplicaFailure', status: 'True', lastTransitionTime, reason, message: failure }]
}

/** Counts of zero are left out, as Go's `omitempty` does. */
const positive = <K extends string>(name: K, count: number): { readonly [P in K]?: number } =>
  (count > 0 ? { [name]: count } : {}) as { readonly [P in K]?: number }
