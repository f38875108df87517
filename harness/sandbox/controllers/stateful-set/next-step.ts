import { isAvailable, isFinished, isReady, type StoredPod } from '../base/pods.ts'
import { POD_REVISION } from '../base/controller-revisions.ts'
import { ordinalOf, podNameOf, type StoredStatefulSet } from './identity.ts'

/** What a StatefulSet does next. */
export type Step =
  | { readonly do: 'create'; readonly ordinal: number; readonly isUpdated: boolean }
  | { readonly do: 'delete'; readonly pod: StoredPod }
  | { readonly do: 'clear'; readonly pod: StoredPod }

/**
 * The steps that may be taken now. With OrderedReady that is at most one, and none while a pod before it is not ready: a pod that
 * never becomes ready stops everything, its own replacement too. Source: pkg/controller/statefulset/stateful_set_control.go.
 */
export const nextSteps = (
  set: StoredStatefulSet,
  pods: readonly StoredPod[],
  updateRevision: string,
  nowMs: number,
): readonly Step[] => {
  const isOrdered = set.spec?.podManagementPolicy !== 'Parallel'
  const start = startOrdinal(set)
  const end = start + (set.spec?.replicas ?? 1)
  const byName = new Map(pods.map((pod) => [pod.metadata.name, pod]))
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  const steps: Step[] = []
  const replicas: StoredPod[] = []
  let unhealthy: StoredPod | undefined
  for (let ordinal = start; ordinal < end; ordinal += 1) {
    const pod = byName.get(podNameOf(set, ordinal))
    if (pod === undefined) {
      steps.push({ do: 'create', ordinal, isUpdated: ordinal >= start + partitionOf(set) })
      if (isOrdered) return steps
      continue
    }
    replicas.push(pod)
    if (isFinished(pod) && pod.metadata.deletionTimestamp === undefined) {
      steps.push({ do: 'clear', pod })
      if (isOrdered) return steps
      continue
    }
    if (!isHealthy(pod)) unhealthy ??= pod
    if (isOrdered && !(isHealthy(pod) && isAvailable(pod, minReadySeconds, nowMs))) return steps
  }
  const condemned = pods
    .filter((pod) => {
      const ordinal = ordinalOf(set, pod.metadata.name)
      return ordinal !== undefined && (ordinal < start || ordinal >= end)
    })
    .sort((a, b) => (ordinalOf(set, b.metadata.name) ?? 0) - (ordinalOf(set, a.metadata.name) ?? 0))
  unhealthy ??= condemned.findLast((pod) => !isHealthy(pod))
  for (const pod of condemned) {
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (isOrdered) return steps
      continue
    }
    if (isOrdered && !isHealthy(pod) && pod !== unhealthy) return steps
    steps.push({ do: 'delete', pod })
    if (isOrdered) return steps
  }
  if (steps.length > 0 || set.spec?.updateStrategy?.type === 'OnDelete') return steps
  return outdated(set, replicas, updateRevision, start)
}

/** The highest outdated pod above the partition; it waits for every updated one above it. */
const outdated = (
  set: StoredStatefulSet,
  replicas: readonly StoredPod[],
  updateRevision: string,
  start: number,
): readonly Step[] => {
  for (const pod of replicas.toReversed()) {
    if ((ordinalOf(set, pod.metadata.name) ?? 0) < start + partitionOf(set)) return []
    const isOld = pod.metadata.labels?.[POD_REVISION] !== updateRevision
    if (isOld && pod.metadata.deletionTimestamp === undefined) return [{ do: 'delete', pod }]
    if (!isHealthy(pod)) return []
  }
  return []
}

export const isHealthy = (pod: StoredPod): boolean =>
  pod.status?.phase === 'Running' && isReady(pod) && pod.metadata.deletionTimestamp === undefined

const startOrdinal = (set: StoredStatefulSet): number => set.spec?.ordinals?.start ?? 0

const partitionOf = (set: StoredStatefulSet): number => set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0
