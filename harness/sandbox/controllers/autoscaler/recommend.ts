import type { MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { StoredPod } from '../base/pods.ts'
import { amountOf, groupUsage, type PodMetrics } from './pod-usage.ts'

/** What one metric asks for. */
export type Recommendation =
  | {
      readonly result: 'replicas'
      readonly replicas: number
      readonly name: string
      readonly status: DeepReadonly<MetricStatus>
    }
  /** `what` could not be measured, as the summary of several metrics calls it. */
  | { readonly result: 'failed'; readonly reason: string; readonly message: string; readonly what: string }

export interface Situation {
  readonly namespace: string
  readonly pods: readonly StoredPod[]
  readonly metrics: readonly PodMetrics[]
  readonly replicas: number
  readonly nowMs: number
}

/** Within a tenth of the target nothing changes. */
const TOLERANCE = 0.1

/**
 * Replicas for a resource metric: usage over target, with pods that cannot be measured counted against the direction of the change.
 * Source: k8s.io/kubernetes, pkg/controller/podautoscaler/replica_calculator.go.
 */
export const recommend = (metric: DeepReadonly<MetricSpec>, situation: Situation): Recommendation => {
  const { resource } = metric
  if (metric.type !== 'Resource' || resource === undefined)
    return { result: 'failed', reason: `FailedGet${metric.type}Metric`, ...unserved(metric, situation.namespace) }
  const { name, target } = resource
  const fail = (why: string): Recommendation => ({
    result: 'failed',
    reason: 'FailedGetResourceMetric',
    what: `${name} resource metric value`,
    message: `failed to get ${name} ${target.averageUtilization === undefined ? 'usage' : 'utilization'}: ${why}`,
  })
  if (situation.metrics.length === 0) {
    return fail(`unable to get metrics for resource ${name}: no metrics returned from resource metrics API`)
  }
  const { usage, unready, missing } = groupUsage(situation.pods, situation.metrics, name, situation.nowMs)
  if (usage.size === 0) return fail('did not receive metrics for targeted pods (pods might be unready)')
  const requests = requestsOf(situation.pods, name)
  const isShare = target.averageUtilization !== undefined
  if (isShare && typeof requests === 'string') return fail(requests)
  /** Usage that one pod should have. */
  const wanted = (pod: string): number => {
    if (!isShare || typeof requests === 'string') return amountOf(name, String(target.averageValue ?? '0'))
    return ((requests.get(pod) ?? 0) * (target.averageUtilization ?? 0)) / 100
  }
  const ratioOf = (measured: ReadonlyMap<string, number>): number =>
    total(measured.values()) / total([...measured.keys()].map(wanted))
  const ratio = ratioOf(usage)
  const replicas = replicasFor(ratio, usage, { unready, missing, wanted, ratioOf, current: situation.replicas })
  const average = total(usage.values()) / usage.size
  const requested = typeof requests === 'string' ? 0 : total([...usage.keys()].map((pod) => requests.get(pod) ?? 0))
  const current = {
    ...(isShare ? { averageUtilization: Math.floor((total(usage.values()) * 100) / requested) } : {}),
    averageValue: name === 'cpu' ? `${Math.floor(average)}m` : String(Math.floor(average / 1000)),
  }
  return {
    result: 'replicas',
    replicas,
    name: isShare ? `${name} resource utilization (percentage of request)` : `${name} resource`,
    status: { type: 'Resource', resource: { name, current } } as DeepReadonly<MetricStatus>,
  }
}

/** Nothing in the cluster serves the APIs of other metrics than those of resources. */
const unserved = (
  { type, pods, object, external }: DeepReadonly<MetricSpec>,
  namespace: string,
): { readonly message: string; readonly what: string } => {
  const custom =
    'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered'
  if (external !== undefined) {
    const { name } = external.metric
    const why = `unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`
    return {
      message: `unable to get external metric ${namespace}/${name}/nil: ${why}`,
      what: `${name} external metric`,
    }
  }
  const { name } = (object ?? pods)?.metric ?? { name: '' }
  if (object !== undefined) {
    const { kind, name: of } = object.describedObject
    return {
      message: `unable to get metric ${name}: ${kind} on ${namespace} ${of}/${custom}`,
      what: 'object metric value',
    }
  }
  if (type !== 'Pods') return { message: `unknown metric source type "${type}"`, what: `${type} metric` }
  return { message: `unable to get metric ${name}: ${custom}`, what: 'pods metric value' }
}

const replicasFor = (
  ratio: number,
  usage: ReadonlyMap<string, number>,
  {
    unready,
    missing,
    wanted,
    ratioOf,
    current,
  }: {
    readonly unready: readonly string[]
    readonly missing: readonly string[]
    readonly wanted: (pod: string) => number
    readonly ratioOf: (measured: ReadonlyMap<string, number>) => number
    readonly current: number
  },
): number => {
  const countsUnready = unready.length > 0 && ratio > 1
  if (!countsUnready && missing.length === 0) {
    return Math.abs(1 - ratio) <= TOLERANCE ? current : Math.ceil(ratio * usage.size)
  }
  const filled = new Map(usage)
  for (const pod of missing) filled.set(pod, ratio < 1 ? wanted(pod) : 0)
  if (countsUnready) for (const pod of unready) filled.set(pod, 0)
  const cautious = ratioOf(filled)
  const turnsRound = (ratio < 1 && cautious > 1) || (ratio > 1 && cautious < 1)
  if (Math.abs(1 - cautious) <= TOLERANCE || turnsRound) return current
  const replicas = Math.ceil(cautious * filled.size)
  const isBackwards = (cautious < 1 && replicas > current) || (cautious > 1 && replicas < current)
  return isBackwards ? current : replicas
}

/** Requests by pod, or why they cannot be told. */
const requestsOf = (pods: readonly StoredPod[], resource: string): ReadonlyMap<string, number> | string => {
  const requests = new Map<string, number>()
  for (const { metadata, spec } of pods) {
    let sum = 0
    for (const container of spec?.containers ?? []) {
      const request = container.resources?.requests?.[resource]
      if (request === undefined) {
        return `missing request for ${resource} in container ${container.name} of Pod ${metadata.name}`
      }
      sum += amountOf(resource, request)
    }
    requests.set(metadata.name, sum)
  }
  return requests
}

const total = (values: Iterable<number>): number => {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
