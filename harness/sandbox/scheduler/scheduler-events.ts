import { resources } from '../api/resources.ts'
import { type EventDependencies, eventSuffix } from '../controllers/base/event-recorder.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { microTimestamp } from '../controllers/base/timestamp.ts'
import { writeEvent } from '../controllers/base/write-event.ts'

interface Series {
  readonly name: string
  count: number
  lastMs: number
}

/**
 * Events in the newer form that the scheduler writes: `eventTime` instead of first and last timestamps. The same about the same
 * version of a pod is a series; its second time is written, further ones are not, until half an hour has passed. Source:
 * client-go, tools/events/event_broadcaster.go.
 */
export const createSchedulerEvents = ({ simulation, client, rng, eventsFromMs }: EventDependencies) => {
  const series = new Map<string, Series>()

  const write = (pod: StoredPod, fields: Readonly<Record<string, unknown>>): void => {
    const nowMs = simulation.nowMs()
    if (nowMs < eventsFromMs) return
    const { name, namespace = 'default', uid, resourceVersion } = pod.metadata
    const key = `${uid} ${resourceVersion} ${String(fields['reason'])}`
    const known = series.get(key)
    if (known !== undefined && nowMs - known.lastMs < SERIES_MS) {
      known.count += 1
      known.lastMs = nowMs
      const ref = { resource: resources.events, namespace, name: known.name }
      if (known.count > 2 || client.find(ref) === undefined) return
      const body = { series: { count: known.count, lastObservedTime: microTimestamp(nowMs) } }
      client.patch(ref, { type: 'merge', body })
      return
    }
    const eventName = `${name}.${eventSuffix(nowMs, rng)}`
    const isKept = writeEvent(client, namespace, {
      metadata: { name: eventName, namespace },
      involvedObject: { kind: 'Pod', namespace, name, uid, apiVersion: 'v1', resourceVersion },
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: microTimestamp(nowMs),
      reportingComponent: 'default-scheduler',
      reportingInstance: 'default-scheduler-control-plane',
      ...fields,
    })
    if (isKept) series.set(key, { name: eventName, count: 1, lastMs: nowMs })
  }

  const scheduled = (pod: StoredPod, message: string): void => {
    write(pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', message })
    for (const key of series.keys()) if (key.startsWith(`${pod.metadata.uid} `)) series.delete(key)
  }

  const failed = (pod: StoredPod, message: string): void =>
    write(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message })

  const preempted = (victim: StoredPod, by: StoredPod, node: string): void =>
    write(victim, {
      type: 'Normal',
      reason: 'Preempted',
      action: 'Preempting',
      message: `Preempted by pod ${by.metadata.uid} on node ${node}`,
      related: { kind: 'Pod', namespace: by.metadata.namespace, name: by.metadata.name, uid: by.metadata.uid },
    })

  return { scheduled, failed, preempted }
}

/** A series that nothing adds to for so long is over. */
const SERIES_MS = 360_000
