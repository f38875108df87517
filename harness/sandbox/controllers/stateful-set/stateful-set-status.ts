import type { StatefulSetStatus } from 'kubernetes-types/apps/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { POD_REVISION } from '../base/controller-revisions.ts'
import { isAvailable, podCondition, type StoredPod } from '../base/pods.ts'
import type { StoredStatefulSet } from './identity.ts'
import { isHealthy } from './next-step.ts'

type Status = DeepReadonly<StatefulSetStatus>

export interface Revisions {
  readonly current: string
  readonly update: string
}

/** The status over the pods that exist, and when it will change by itself (a pod becomes available). */
export const statefulSetStatus = (
  set: StoredStatefulSet,
  pods: readonly StoredPod[],
  { current, update }: Revisions,
  nowMs: number,
): { readonly status: Status; readonly recheckInMs: number | undefined } => {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && podCondition(pod, 'Ready')?.status === 'True')
  const available = ready.filter((pod) => isAvailable(pod, minReadySeconds, nowMs))
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const atRevision = (name: string): number =>
    staying.filter(({ metadata }) => metadata.labels?.[POD_REVISION] === name).length
  const updated = atRevision(update)
  const wanted = set.spec?.replicas ?? 1
  const isComplete =
    set.spec?.updateStrategy?.type === 'RollingUpdate' &&
    updated === wanted &&
    pods.length === wanted &&
    pods.every(isHealthy)
  const waits = ready
    .filter((pod) => !available.includes(pod))
    .map((pod) => Date.parse(String(podCondition(pod, 'Ready')?.lastTransitionTime)) + minReadySeconds * 1000 - nowMs)
  const currentReplicas = isComplete ? updated : atRevision(current)
  return {
    status: {
      availableReplicas: available.length,
      collisionCount: set.status?.collisionCount ?? 0,
      ...(currentReplicas > 0 ? { currentReplicas } : {}),
      currentRevision: isComplete ? update : current,
      observedGeneration: set.metadata.generation ?? 0,
      ...(ready.length > 0 ? { readyReplicas: ready.length } : {}),
      replicas: pods.length,
      updateRevision: update,
      ...(updated > 0 ? { updatedReplicas: updated } : {}),
    },
    recheckInMs: waits.length === 0 ? undefined : Math.max(1, Math.min(...waits)),
  }
}
