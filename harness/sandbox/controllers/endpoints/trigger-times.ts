import type { Service } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { keyOf } from '../base/informer.ts'
import { podCondition, type StoredPod } from '../base/pods.ts'

/** Remembers what made the endpoints of Services change. */
export interface TriggerTimes {
  /**
   * The earliest change since the last look: a pod's readiness, or at first the Service itself; `undefined` when it was neither.
   * Source: k8s.io/endpointslice/util/trigger_time_tracker.go.
   */
  readonly of: (service: Stored<Service>, selected: Iterable<StoredPod>) => string | undefined
  readonly forget: (key: string) => void
}

export const createTriggerTimes = (): TriggerTimes => {
  const seen = new Map<string, ReadonlyMap<string, string>>()
  const timesOf = (service: Stored<Service>, selected: Iterable<StoredPod>): string | undefined => {
    const before = seen.get(keyOf(service))
    const times = new Map<string, string>()
    for (const pod of selected) {
      const time = podCondition(pod, 'Ready')?.lastTransitionTime
      if (time !== undefined) times.set(pod.metadata.name, time)
    }
    seen.set(keyOf(service), times)
    if (before === undefined) return service.metadata.creationTimestamp
    const later = [...times].filter(([pod, time]) => time > (before.get(pod) ?? '')).map(([, time]) => time)
    return later.toSorted()[0]
  }
  return { of: timesOf, forget: (key) => void seen.delete(key) }
}
