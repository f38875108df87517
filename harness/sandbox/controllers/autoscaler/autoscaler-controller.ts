import type { HorizontalPodAutoscaler, MetricStatus } from 'kubernetes-types/autoscaling/v2.d.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import type { ObjectRef } from '../../api/types/request.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { createInformer, keyOf, splitKey } from '../base/informer.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { timestamp } from '../base/timestamp.ts'
import { type Conditions, withCondition } from './autoscaler-conditions.ts'
import { limitChange } from './limit-change.ts'
import type { PodMetrics } from './pod-usage.ts'
import { type Recommendation, recommend } from './recommend.ts'

type Autoscaler = Stored<HorizontalPodAutoscaler>

/** Sizes workloads by their use, every 15 s. Source of rules and words: k8s.io/kubernetes, pkg/controller/podautoscaler. */
export const startAutoscaler = (control: Control): void => {
  const { simulation, server, rng, eventsFromMs } = control
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:horizontal-pod-autoscaler',
    'kube-controller-manager',
  )
  const chance = rng.fork('horizontal-pod-autoscaler')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'horizontal-pod-autoscaler' },
  )
  const autoscalers = createInformer(client, resources.horizontalPodAutoscalers)
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 20], reconcile: (key) => reconcile(key) },
  )
  /** Sizes that were recommended lately, by uid: scaling down takes the highest of five minutes. */
  const recommendations = new Map<string, { readonly atMs: number; readonly replicas: number }[]>()

  autoscalers.onChange(({ type, object }) => {
    if (type === 'DELETED') recommendations.delete(object.metadata.uid)
    else if (type === 'ADDED') queue.addAfter(keyOf(object), PERIOD_MS)
  })

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const autoscaler = autoscalers.get(namespace, name)
    if (autoscaler === undefined || autoscaler.metadata.deletionTimestamp !== undefined) return
    queue.addAfter(key, PERIOD_MS)
    size(autoscaler)
  }

  const size = (autoscaler: Autoscaler): void => {
    const nowMs = simulation.nowMs()
    let conditions: Conditions = autoscaler.status?.conditions ?? []
    const set = (type: string, status: string, reason: string, message: string): void => {
      conditions = withCondition(conditions, nowMs, { type, status, reason, message })
    }
    const warn = (reason: string, message: string): void =>
      events.record({ object: autoscaler, type: 'Warning', reason, message })
    const target = targetOf(autoscaler)
    const scale = readScale(target)
    if (scale instanceof ApiError || target === undefined) {
      const why = scale instanceof ApiError ? scale.message : 'no matches for the kind of the target'
      warn('FailedGetScale', why)
      set(
        'AbleToScale',
        'False',
        'FailedGetScale',
        `the HPA controller was unable to get the target's current scale: ${why}`,
      )
      return write(autoscaler, { conditions, desiredReplicas: 0 })
    }
    set('AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale")
    const current = scale.spec.replicas
    if (current === 0 && (autoscaler.spec?.minReplicas ?? 1) !== 0) {
      set(
        'ScalingActive',
        'False',
        'ScalingDisabled',
        'scaling is disabled since the replica count of the target is zero',
      )
      return write(autoscaler, { conditions, currentReplicas: 0, desiredReplicas: 0 })
    }
    const found = recommendAll(autoscaler, scale.status.selector ?? '', scale.status.replicas, nowMs)
    const working = found.filter((one) => one.result === 'replicas')
    const currentMetrics = found.map(statusOfMetric)
    const [failure] = found.filter((one) => one.result === 'failed')
    for (const one of found) if (one.result === 'failed') warn(one.reason, one.message)
    const best = working.toSorted((a, b) => b.replicas - a.replicas)[0]
    if (failure !== undefined && (best === undefined || best.replicas < current)) {
      set(
        'ScalingActive',
        'False',
        failure.reason,
        `the HPA was unable to compute the replica count: ${failure.message}`,
      )
      const count = `${found.length - working.length} invalid out of ${found.length}`
      warn(
        'FailedComputeMetricsReplicas',
        `invalid metrics (${count}), first error is: failed to get ${failure.what}: ${failure.message}`,
      )
      return write(autoscaler, {
        conditions,
        currentMetrics,
        currentReplicas: current,
        desiredReplicas: autoscaler.status?.desiredReplicas ?? 0,
      })
    }
    if (best === undefined) return
    set(
      'ScalingActive',
      'True',
      'ValidMetricFound',
      `the HPA was able to successfully calculate a replica count from ${best.name}`,
    )
    const steady = stabilize(autoscaler, current, best.replicas, nowMs)
    if (steady === best.replicas)
      set('AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size')
    else {
      const message = 'recent recommendations were higher than current one, applying the highest recent recommendation'
      set('AbleToScale', 'True', 'ScaleDownStabilized', message)
    }
    const limited = limitChange(autoscaler, current, steady)
    set('ScalingLimited', limited.isLimited ? 'True' : 'False', limited.reason, limited.message)
    const isChanging = limited.replicas !== current
    if (isChanging) {
      client.patch(target, { type: 'merge', body: { spec: { replicas: limited.replicas } } }, 'scale')
      const why = reasonOf(autoscaler, current, limited.replicas, best.name)
      const message = `New size: ${limited.replicas}; reason: ${why}`
      events.record({ object: autoscaler, type: 'Normal', reason: 'SuccessfulRescale', message })
      set(
        'AbleToScale',
        'True',
        'SucceededRescale',
        `the HPA controller was able to update the target scale to ${limited.replicas}`,
      )
    }
    write(autoscaler, {
      conditions,
      currentMetrics,
      currentReplicas: current,
      desiredReplicas: limited.replicas,
      ...(isChanging ? { lastScaleTime: timestamp(nowMs) } : {}),
    })
  }

  const targetOf = ({ metadata, spec }: Autoscaler): ObjectRef | undefined => {
    const { apiVersion = 'apps/v1', kind = '', name = '' } = spec?.scaleTargetRef ?? {}
    const resource = server.registry.findKind(apiVersion, kind)
    return resource === undefined ? undefined : { resource, namespace: metadata.namespace, name }
  }

  const readScale = (target: ObjectRef | undefined) => {
    if (target === undefined) return undefined as never
    try {
      return client.getScale(target)
    } catch (error) {
      if (error instanceof ApiError) return error
      throw error
    }
  }

  const recommendAll = (
    { metadata, spec }: Autoscaler,
    labelSelector: string,
    replicas: number,
    nowMs: number,
  ): readonly Recommendation[] => {
    const { namespace } = metadata
    const pods = client.list({ resource: resources.pods, namespace }, { labelSelector }).items
    const metrics = client.list<PodMetrics>({ resource: POD_METRICS, namespace }, { labelSelector }).items
    const situation = {
      namespace: namespace ?? '',
      pods,
      metrics: metrics as unknown as readonly PodMetrics[],
      replicas,
      nowMs,
    }
    return (spec?.metrics ?? []).map((metric) => recommend(metric, situation))
  }

  const stabilize = ({ metadata, spec }: Autoscaler, current: number, wished: number, nowMs: number): number => {
    const known = recommendations.get(metadata.uid) ?? [{ atMs: nowMs, replicas: current }]
    const windowMs = (spec?.behavior?.scaleDown?.stabilizationWindowSeconds ?? 300) * 1000
    const recent = known.filter(({ atMs }) => atMs > nowMs - windowMs)
    recommendations.set(metadata.uid, [...recent, { atMs: nowMs, replicas: wished }])
    return Math.max(wished, ...recent.map(({ replicas }) => replicas))
  }

  const write = ({ metadata, status }: Autoscaler, fields: Readonly<Record<string, unknown>>): void => {
    const ref = { resource: resources.horizontalPodAutoscalers, namespace: metadata.namespace, name: metadata.name }
    const stored = client.find(ref)
    if (stored?.metadata.uid !== metadata.uid) return
    const { lastScaleTime } = status ?? {}
    const next = { ...(lastScaleTime === undefined ? {} : { lastScaleTime }), ...fields }
    client.update(ref, { ...stored, status: next as unknown as NonNullable<Autoscaler['status']> }, 'status')
  }
}

const PERIOD_MS = 15_000
const POD_METRICS = { group: 'metrics.k8s.io', plural: 'pods' }

const statusOfMetric = (one: Recommendation): DeepReadonly<MetricStatus> =>
  one.result === 'replicas' ? one.status : ({ type: '' } as DeepReadonly<MetricStatus>)

const reasonOf = ({ spec }: Autoscaler, current: number, next: number, metric: string): string => {
  if (current > (spec?.maxReplicas ?? 1)) return 'Current number of replicas above Spec.MaxReplicas'
  if (current < (spec?.minReplicas ?? 1)) return 'Current number of replicas below Spec.MinReplicas'
  return next > current ? `${metric} above target` : 'All metrics below target'
}
