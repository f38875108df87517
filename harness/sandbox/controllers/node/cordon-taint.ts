import { resources } from '../../api/resources.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder, type EventRecorder } from '../base/event-recorder.ts'
import { splitKey } from '../base/informer.ts'
import { timestamp } from '../base/timestamp.ts'
import { createWorkQueue } from '../base/work-queue.ts'

/**
 * Follows cordoned nodes: the node lifecycle controller gives them a taint a moment later (and takes it away as late, so that a pod
 * that waits meets the taint once more), and the kubelet notes the change with its next report, within ten seconds.
 */
export const startCordonTaint = ({ simulation, server, informers, rng, eventsFromMs }: Control): void => {
  const client = controlClient(server, 'system:serviceaccount:kube-system:node-controller', 'kube-controller-manager')
  const chance = rng.fork('node-controller')
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [20, 100], reconcile: (key) => reconcile(key) },
  )

  informers.nodes.onChange(({ type, object, old }) => {
    const isCordoned = object.spec?.unschedulable === true
    if (type === 'DELETED' || isCordoned === (old?.spec?.unschedulable === true)) return
    const { name } = object.metadata
    queue.add(`/${name}`)
    simulation.schedule(chance.int(500, REPORT_MS), () => note(name, isCordoned))
  })

  const reconcile = (key: string): void => {
    const { name } = splitKey(key)
    const node = informers.nodes.get(undefined, name)
    if (node === undefined) return
    const { taints = [], unschedulable } = node.spec ?? {}
    const isTainted = taints.some((taint) => taint.key === CORDON)
    if (isTainted === (unschedulable === true)) return
    const others = taints.filter((taint) => taint.key !== CORDON)
    const own = { effect: 'NoSchedule', key: CORDON, timeAdded: timestamp(simulation.nowMs()) }
    const next = unschedulable === true ? [...others, own] : others
    const body = { spec: { taints: next.length === 0 ? null : next } }
    client.patch({ resource: resources.nodes, name }, { type: 'merge', body })
  }

  const recorders = new Map<string, EventRecorder>()

  const recorderOf = (name: string): EventRecorder =>
    createEventRecorder(
      { simulation, client, eventsFromMs, rng: chance.fork(`events/${name}`) },
      { component: 'kubelet', host: name },
    )

  const note = (name: string, isCordoned: boolean): void => {
    const node = informers.nodes.get(undefined, name)
    if (node === undefined || (node.spec?.unschedulable === true) !== isCordoned) return
    const reason = isCordoned ? 'NodeNotSchedulable' : 'NodeSchedulable'
    // A kubelet knows its node by name only.
    const object = { ...node, metadata: { ...node.metadata, uid: name } }
    const events = recorders.get(name) ?? recorderOf(name)
    recorders.set(name, events)
    events.record({ object, type: 'Normal', reason, message: `Node ${name} status is now: ${reason}` })
  }
}

const CORDON = 'node.kubernetes.io/unschedulable'
const REPORT_MS = 10_000
