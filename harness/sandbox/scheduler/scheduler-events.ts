import { resources } from '../api/resources.ts'
import { type EventDependencies, eventSuffix } from '../controllers/base/event-recorder.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { microTimestamp } from '../controllers/base/timestamp.ts'

/** Events in the newer form that the scheduler writes: `eventTime` instead of first and last timestamps, repeats in a `series`. */
export const createSchedulerEvents = ({ simulation, client, rng, eventsFromMs }: EventDependencies) => {
  const failures = new Map<string, { readonly message: string; readonly name: string; count: number }>()

  const write = (pod: StoredPod, fields: Readonly<Record<string, unknown>>): string => {
    const { name, namespace = 'default', uid, resourceVersion } = pod.metadata
    const eventName = `${name}.${eventSuffix(simulation.nowMs(), rng)}`
    const event = {
      metadata: { name: eventName, namespace },
      involvedObject: { kind: 'Pod', namespace, name, uid, apiVersion: 'v1', resourceVersion },
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: microTimestamp(simulation.nowMs()),
      reportingComponent: 'default-scheduler',
      reportingInstance: 'default-scheduler-control-plane',
      ...fields,
    }
    client.create({ resource: resources.events, namespace }, event as never)
    return eventName
  }

  const scheduled = (pod: StoredPod, message: string): void => {
    failures.delete(pod.metadata.uid)
    if (simulation.nowMs() < eventsFromMs) return
    write(pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', message })
  }

  const failed = (pod: StoredPod, message: string): void => {
    const known = failures.get(pod.metadata.uid)
    const ref = { resource: resources.events, namespace: pod.metadata.namespace, name: known?.name ?? '' }
    if (known?.message === message && client.find(ref) !== undefined) {
      known.count += 1
      const series = { count: known.count, lastObservedTime: microTimestamp(simulation.nowMs()) }
      client.patch(ref, { type: 'merge', body: { series } })
      return
    }
    const name = write(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message })
    failures.set(pod.metadata.uid, { message, name, count: 1 })
  }

  return { scheduled, failed }
}
