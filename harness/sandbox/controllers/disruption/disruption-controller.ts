import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { createInformer, keyOf, splitKey } from '../base/informer.ts'
import { countOf } from '../base/int-or-percent.ts'
import { matchesSelector } from '../base/labels.ts'
import { isFinished, isReady, type StoredPod } from '../base/pods.ts'
import { isSame } from '../base/same.ts'
import { timestamp } from '../base/timestamp.ts'
import { createWorkQueue } from '../base/work-queue.ts'

/** Says how many pods under each budget may be evicted now. Source: k8s.io/kubernetes, pkg/controller/disruption. */
export const startDisruptionController = (control: Control): void => {
  const { simulation, server, informers, rng, eventsFromMs } = control
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:disruption-controller',
    'kube-controller-manager',
  )
  const chance = rng.fork('disruption-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'controllermanager' },
  )
  const budgets = createInformer(client, resources.podDisruptionBudgets)
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [6, 30], reconcile: (key) => reconcile(key) },
  )
  budgets.onChange(({ object }) => queue.add(keyOf(object)))
  informers.pods.onChange(({ object }) => {
    for (const budget of budgets.inNamespace(object.metadata.namespace ?? '')) {
      if (matchesSelector(object.metadata.labels, budget.spec?.selector)) queue.add(keyOf(budget))
    }
  })

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const budget = budgets.get(namespace, name)
    if (budget === undefined || budget.metadata.deletionTimestamp !== undefined) return
    const pods = [...informers.pods.inNamespace(namespace)].filter(
      (pod) => matchesSelector(pod.metadata.labels, budget.spec?.selector) && !isFinished(pod),
    )
    if (pods.length === 0) {
      events.record({ object: budget, type: 'Normal', reason: 'NoPods', message: 'No matching pods found' })
    }
    const status = statusOf(budget, pods, expectedOf(pods), simulation.nowMs())
    if (isSame(status, budget.status)) return
    const ref = { resource: resources.podDisruptionBudgets, namespace, name }
    const stored = client.find(ref)
    if (stored?.metadata.uid === budget.metadata.uid) client.update(ref, { ...stored, status }, 'status')
  }

  /** Replicas that the owners of the pods want, each owner counted once; a pod without one counts for itself. */
  const expectedOf = (pods: readonly StoredPod[]): number => {
    const owners = new Map<string, number>()
    for (const pod of pods) {
      const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true)
      const definition = owner === undefined ? undefined : server.registry.findKind(owner.apiVersion, owner.kind)
      if (owner === undefined || definition?.subresources.scale === undefined) {
        owners.set(pod.metadata.uid, 1)
        continue
      }
      const ref = { resource: definition, namespace: pod.metadata.namespace, name: owner.name }
      const above = client.find(ref)?.metadata.ownerReferences?.find(({ kind }) => kind === 'Deployment')
      const top =
        above === undefined ? ref : { resource: resources.deployments, namespace: ref.namespace, name: above.name }
      if (client.find(top) !== undefined) owners.set(above?.uid ?? owner.uid, client.getScale(top).spec.replicas)
    }
    return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0)
  }
}

const statusOf = (
  budget: Stored<PodDisruptionBudget>,
  pods: readonly StoredPod[],
  scale: number,
  nowMs: number,
): DeepReadonly<PodDisruptionBudgetStatus> => {
  const { minAvailable, maxUnavailable } = budget.spec ?? {}
  const isShare = typeof minAvailable === 'string'
  const expectedPods = maxUnavailable !== undefined || isShare ? scale : pods.length
  const desiredHealthy =
    maxUnavailable !== undefined
      ? Math.max(0, expectedPods - countOf(maxUnavailable, expectedPods, 'up'))
      : countOf(minAvailable ?? 0, expectedPods, 'up')
  const currentHealthy = pods.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length
  const disruptionsAllowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy)
  const isAllowed = disruptionsAllowed > 0
  const known = budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed')
  const state = isAllowed ? 'True' : 'False'
  const condition = {
    lastTransitionTime: known?.status === state ? known.lastTransitionTime : timestamp(nowMs),
    message: '',
    observedGeneration: budget.metadata.generation ?? 0,
    reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
    status: state,
    type: 'DisruptionAllowed',
  }
  return {
    conditions: [condition],
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed,
    expectedPods,
    observedGeneration: budget.metadata.generation ?? 0,
  } as DeepReadonly<PodDisruptionBudgetStatus>
}
