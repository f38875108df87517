import type { Pod, PodCondition } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'

export type StoredPod = Stored<Pod>

export const podCondition = (pod: StoredPod, type: string): DeepReadonly<PodCondition> | undefined =>
  pod.status?.conditions?.find((condition) => condition.type === type)

export const isReady = (pod: StoredPod): boolean => podCondition(pod, 'Ready')?.status === 'True'

/** Ready for at least `minReadySeconds`. */
export const isAvailable = (pod: StoredPod, minReadySeconds: number, nowMs: number): boolean => {
  const ready = podCondition(pod, 'Ready')
  if (ready?.status !== 'True') return false
  if (minReadySeconds === 0) return true
  return Date.parse(String(ready.lastTransitionTime)) + minReadySeconds * 1000 <= nowMs
}

/** Neither finished nor being deleted. */
export const isActive = (pod: StoredPod): boolean => !isFinished(pod) && pod.metadata.deletionTimestamp === undefined

export const isFinished = (pod: StoredPod): boolean =>
  pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
