import type { StoredPod } from '../base/pods.ts'
import { podCondition } from '../base/pods.ts'
import { milliValue, unitValue } from '../../api/quantity.ts'

/** What metrics.k8s.io says of a pod. */
export interface PodMetrics {
  readonly metadata: { readonly name: string }
  readonly timestamp: string
  readonly containers: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[]
}

/** Pods by what their metrics are worth for scaling; values in thousandths of a core, or bytes times 1000. */
export interface UsageGroups {
  readonly usage: ReadonlyMap<string, number>
  readonly unready: readonly string[]
  readonly missing: readonly string[]
}

/** Source of the rules: k8s.io/kubernetes, pkg/controller/podautoscaler/replica_calculator.go, groupPods. */
export const groupUsage = (
  pods: readonly StoredPod[],
  metrics: readonly PodMetrics[],
  resource: string,
  nowMs: number,
): UsageGroups => {
  const byName = new Map(metrics.map((entry) => [entry.metadata.name, entry]))
  const usage = new Map<string, number>()
  const unready: string[] = []
  const missing: string[] = []
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata
    if (deletionTimestamp !== undefined || pod.status?.phase === 'Failed') continue
    const entry = byName.get(name)
    if (pod.status?.phase === 'Pending') unready.push(name)
    else if (entry === undefined) missing.push(name)
    else if (resource === 'cpu' && isUnready(pod, Date.parse(entry.timestamp), nowMs)) unready.push(name)
    else {
      usage.set(
        name,
        entry.containers.reduce((sum, container) => sum + amountOf(resource, container.usage[resource] ?? '0'), 0),
      )
    }
  }
  return { usage, unready, missing }
}

/** Thousandths, so that shares of a core stay whole numbers. */
export const amountOf = (resource: string, text: string): number =>
  resource === 'cpu' ? milliValue(text) : unitValue(text) * 1000

const isUnready = (pod: StoredPod, measuredMs: number, nowMs: number): boolean => {
  const ready = podCondition(pod, 'Ready')
  if (ready === undefined || pod.status?.startTime === undefined) return true
  const startMs = Date.parse(pod.status.startTime)
  const changedMs = Date.parse(String(ready.lastTransitionTime))
  if (startMs + INITIALIZATION_MS > nowMs) return ready.status === 'False' || measuredMs < changedMs + WINDOW_MS
  return ready.status === 'False' && startMs + FIRST_READINESS_MS > changedMs
}

const INITIALIZATION_MS = 300_000
const FIRST_READINESS_MS = 30_000
const WINDOW_MS = 15_000
