import { resources } from '../api/resources.ts'
import type { Control } from '../controllers/base/control.ts'
import { controlClient } from '../controllers/base/control-client.ts'
import { keyOf, splitKey } from '../controllers/base/informer.ts'
import { isFinished, podCondition, type StoredPod } from '../controllers/base/pods.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import { createWorkQueue } from '../controllers/base/work-queue.ts'
import { type Misfit, misfitOf, type NodeLoad } from './fit.ts'
import { podDemand } from './pod-demand.ts'
import { preferredNode } from './score.ts'
import { createSchedulerEvents } from './scheduler-events.ts'
import { unschedulableMessage } from './unschedulable-message.ts'

/** Puts pods on nodes: requests against what is allocatable, selectors, taints; then the emptiest node that fits. */
export const startScheduler = ({ simulation, server, informers, rng, eventsFromMs }: Control): void => {
  const client = controlClient(server, 'system:kube-scheduler', 'kube-scheduler')
  const chance = rng.fork('scheduler')
  const events = createSchedulerEvents({ simulation, client, eventsFromMs, rng: chance.fork('events') })
  const attempts = new Map<string, number>()
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 16], reconcile: (key) => schedule(key) },
  )

  informers.pods.onChange(({ type, object, old }) => {
    if (type === 'DELETED' || isFinished(object)) {
      attempts.delete(keyOf(object))
      if ((object.spec?.nodeName ?? '') !== '') retryWaiting()
    } else if (isWaiting(object) && (old === undefined || old.spec !== object.spec)) {
      queue.add(keyOf(object))
    }
  })
  informers.nodes.onChange(({ object, old }) => {
    if (old === undefined || old.spec !== object.spec || old.metadata.labels !== object.metadata.labels) retryWaiting()
  })

  /** Something that may help has happened. Pods that failed lately wait for their back-off: 1 s, doubling up to 10 s. */
  const retryWaiting = (): void => {
    for (const [key, failed] of attempts) queue.addAfter(key, Math.min(1000 * 2 ** (failed - 1), 10_000))
  }

  const schedule = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const pod = informers.pods.get(namespace, name)
    if (pod === undefined || !isWaiting(pod)) return
    const loads = nodeLoads()
    const misfits: Misfit[] = []
    const fitting = loads.filter((load) => {
      const misfit = misfitOf(pod, load)
      if (misfit.reasons.length === 0) return true
      misfits.push(misfit)
      return false
    })
    if (fitting.length === 0) return refuse(pod, unschedulableMessage(misfits))
    const node = preferredNode(pod, fitting, chance)
    attempts.delete(key)
    client.bind({ resource: resources.pods, namespace, name }, node)
    events.scheduled(pod, `Successfully assigned ${namespace}/${name} to ${node}`)
  }

  const nodeLoads = (): NodeLoad[] => {
    const loads = new Map<string, { cpuMilli: number; memoryBytes: number; pods: number }>()
    for (const pod of informers.pods.all()) {
      const node = pod.spec?.nodeName
      if (pod.spec === undefined || node === undefined || node === '' || isFinished(pod)) continue
      const load = loads.get(node) ?? { cpuMilli: 0, memoryBytes: 0, pods: 0 }
      const demand = podDemand(pod.spec)
      load.cpuMilli += demand.cpuMilli
      load.memoryBytes += demand.memoryBytes
      load.pods += 1
      loads.set(node, load)
    }
    return Array.from(informers.nodes.all(), (node) => {
      const used = loads.get(node.metadata.name) ?? { cpuMilli: 0, memoryBytes: 0, pods: 0 }
      return { node, used, pods: used.pods }
    })
  }

  const refuse = (pod: StoredPod, message: string): void => {
    const key = keyOf(pod)
    attempts.set(key, (attempts.get(key) ?? 0) + 1)
    events.failed(pod, message)
    queue.addAfter(key, FLUSH_MS)
    const condition = podCondition(pod, 'PodScheduled')
    if (condition?.message === message) return
    const unschedulable = {
      type: 'PodScheduled',
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: condition?.status === 'False' ? condition.lastTransitionTime : timestamp(simulation.nowMs()),
      reason: 'Unschedulable',
      message,
    }
    client.patch(
      { resource: resources.pods, namespace: pod.metadata.namespace, name: pod.metadata.name },
      { type: 'strategic', body: { status: { conditions: [unschedulable] } } },
      'status',
    )
  }
}

/** A pod that nothing helped is looked at again after five minutes. */
const FLUSH_MS = 300_000

const isWaiting = (pod: StoredPod): boolean =>
  (pod.spec?.nodeName ?? '') === '' &&
  pod.metadata.deletionTimestamp === undefined &&
  !isFinished(pod) &&
  (pod.spec?.schedulerName ?? 'default-scheduler') === 'default-scheduler'
