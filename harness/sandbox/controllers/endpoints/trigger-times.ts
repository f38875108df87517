import type { Service } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { keyOf } from '../base/informer.ts'
import { hasLabels } from '../base/labels.ts'
import type { StoredPod } from '../base/pods.ts'

/** Remembers what made the endpoints of Services change. */
export interface TriggerTimes {
  /**
   * The earliest change since the last look: a pod's readiness, or at first the Service itself; `undefined` when it was neither.
   * Source: k8s.io/endpointslice/util/trigger_time_tracker.go.
   */
  readonly of: (service: Stored<Service>, pods: Iterable<StoredPod>) => string | undefined
  readonly forget: (key: string) => void
}

export const createTriggerTimes = (): TriggerTimes => {
  const seen = new Map<string, ReadonlyMap<string, string>>()
  const timesOf = (service: Stored<Service>, pods: Iterable<StoredPod>): string | undefined => {
    const selector = service.spec?.selector ?? {}
    const before = seen.get(keyOf(service))
    const times = new Map(
      [...pods]
        .filter((pod) => hasLabels(pod.metadata.labels, selector))
        .flatMap((pod) => {
          const time = pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime
          return time === undefined ? [] : [[pod.metadata.name, time] as const]
        }),
    )
    seen.set(keyOf(service), times)
    if (before === undefined) return service.metadata.creationTimestamp
    const later = [...times].filter(([pod, time]) => time > (before.get(pod) ?? '')).map(([, time]) => time)
    return later.toSorted()[0]
  }
  return { of: timesOf, forget: (key) => void seen.delete(key) }
}
