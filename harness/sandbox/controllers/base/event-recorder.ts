import type { Rng } from '../../../ports/rng.ts'
import { resources } from '../../api/resources.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import type { KubeObject } from '../../api/types/object.ts'
import type { Simulation } from '../../engine/types.ts'
import { timestamp } from './timestamp.ts'
import { writeEvent } from './write-event.ts'

export interface EventNotice {
  readonly object: KubeObject
  /** Such as `spec.containers{web}`. */
  readonly fieldPath?: string
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

/** Writes Events about objects as one component of the cluster. */
export interface EventRecorder {
  readonly record: (notice: EventNotice) => void
}

export interface EventDependencies {
  readonly simulation: Simulation
  readonly client: ApiClient
  readonly rng: Rng
  readonly eventsFromMs: number
}

export interface EventSource {
  readonly component: string
  readonly host?: string
  /** Writes every notice as an event of its own. */
  readonly repeats?: 'separate'
}

/**
 * Repeats of the same text raise a count; from the tenth different text about one object and reason within ten minutes on, they
 * become one event `(combined from similar events)`. After 25 about one object, one in five minutes is written. Source of the rules: client-go, tools/record/events_cache.go.
 */
export const createEventRecorder = (
  { simulation, client, rng, eventsFromMs }: EventDependencies,
  { repeats, ...source }: EventSource,
): EventRecorder => {
  const written = new Map<string, { readonly name: string; readonly namespace: string; count: number }>()
  const similar = new Map<string, { readonly messages: Set<string>; lastMs: number }>()

  const budgets = new Map<string, { tokens: number; sinceMs: number }>()

  const mayWrite = (uid: string): boolean => {
    const nowMs = simulation.nowMs()
    const budget = budgets.get(uid) ?? { tokens: BURST, sinceMs: nowMs }
    budgets.set(uid, budget)
    budget.tokens = Math.min(BURST, budget.tokens + (nowMs - budget.sinceMs) / REFILL_MS)
    budget.sinceMs = nowMs
    if (budget.tokens < 1) return false
    budget.tokens -= 1
    return true
  }

  const textOf = (group: string, message: string): { readonly key: string; readonly message: string } => {
    const nowMs = simulation.nowMs()
    const known = similar.get(group)
    const record =
      known === undefined || nowMs - known.lastMs > SIMILAR_WITHIN_MS
        ? { messages: new Set<string>(), lastMs: nowMs }
        : known
    similar.set(group, record)
    record.messages.add(message)
    record.lastMs = nowMs
    if (record.messages.size < SIMILAR_LIMIT) return { key: `${group}\n${message}`, message }
    for (const oldest of record.messages) {
      record.messages.delete(oldest)
      break
    }
    return { key: group, message: `(combined from similar events): ${message}` }
  }

  const record = (notice: EventNotice): void => {
    if (simulation.nowMs() < eventsFromMs) return
    const { object, fieldPath, type, reason } = notice
    const namespace = object.metadata.namespace ?? 'default'
    const group = `${object.metadata.uid} ${type} ${reason} ${fieldPath ?? ''}`
    const { key, message } =
      repeats === 'separate' ? { key: group, message: notice.message } : textOf(group, notice.message)
    const now = timestamp(simulation.nowMs())
    const isWritten = repeats === 'separate' || mayWrite(object.metadata.uid)
    const known = repeats === 'separate' ? undefined : written.get(key)
    if (known !== undefined) {
      const ref = { resource: resources.events, namespace: known.namespace, name: known.name }
      if (client.find(ref) !== undefined) {
        // What is held back counts all the same.
        known.count += 1
        if (!isWritten) return
        client.patch(ref, { type: 'strategic', body: { count: known.count, lastTimestamp: now, message } })
        return
      }
    }
    if (!isWritten) return
    const name = `${object.metadata.name}.${eventSuffix(simulation.nowMs(), rng)}`
    const isKept = writeEvent(client, namespace, {
      metadata: { name, namespace },
      involvedObject: {
        kind: object.kind,
        ...(object.metadata.namespace === undefined ? {} : { namespace }),
        name: object.metadata.name,
        uid: object.metadata.uid,
        apiVersion: object.apiVersion,
        resourceVersion: object.metadata.resourceVersion,
        ...(fieldPath === undefined ? {} : { fieldPath }),
      },
      reason,
      message,
      source,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
    })
    if (isKept) written.set(key, { name, namespace, count: 1 })
  }

  return { record }
}

const BURST = 25
const REFILL_MS = 300_000
const SIMILAR_LIMIT = 10
const SIMILAR_WITHIN_MS = 600_000

/** Hexadecimal nanoseconds, as client-go names its events; the part below a millisecond is drawn, so that names differ. */
export const eventSuffix = (nowMs: number, rng: Rng): string =>
  (BigInt(Math.floor(nowMs)) * 1_000_000n + BigInt(rng.int(0, 999_999))).toString(16)
