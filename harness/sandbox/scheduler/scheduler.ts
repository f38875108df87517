import type { Node } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../api/resources.ts'
import type { Stored } from '../api/types/object.ts'
import { matchesSelector } from '../controllers/base/labels.ts'
import type { Control } from '../controllers/base/control.ts'
import { controlClient } from '../controllers/base/control-client.ts'
import { createInformer, keyOf, splitKey } from '../controllers/base/informer.ts'
import { isFinished, type StoredPod } from '../controllers/base/pods.ts'
import { isSame } from '../controllers/base/same.ts'
import { createWorkQueue } from '../controllers/base/work-queue.ts'
import { SELECTED_NODE } from '../controllers/volumes/storage-class.ts'
import { type ClusterView, createClusterView, type NodeLoad } from './cluster-view.ts'
import { createFilter } from './fit.ts'
import type { Misfit } from './misfit.ts'
import { createNominations } from './nominations.ts'
import { type PodVolumes, volumesOf } from './pod-volumes.ts'
import { type Preemption, preempt } from './preemption.ts'
import { createSchedulerEvents } from './scheduler-events.ts'
import { createPodNotes } from './pod-notes.ts'
import { preferredNode } from './score.ts'
import { outlookText, refusedMessage, unschedulableMessage } from './unschedulable-message.ts'
import { createWaitingPods } from './waiting-pods.ts'

/** Puts pods on nodes: filters, then the node with the most points; else whoever is less important has to go. */
export const startScheduler = ({ simulation, server, informers, rng, eventsFromMs }: Control): void => {
  const client = controlClient(server, 'system:kube-scheduler', 'kube-scheduler')
  const chance = rng.fork('scheduler')
  const events = createSchedulerEvents({ simulation, client, eventsFromMs, rng: chance.fork('events') })
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 16], reconcile: (key) => schedule(key) },
  )
  const waiting = createWaitingPods(simulation, queue)
  const nominations = createNominations()
  const notes = createPodNotes(simulation, client)
  const cluster = createClusterView(informers)
  const classes = createInformer(client, resources.storageClasses)
  const budgets = createInformer(client, resources.podDisruptionBudgets)

  informers.pods.onChange(({ type, object, old }) => {
    if (type === 'DELETED' || isFinished(object)) {
      waiting.forget(keyOf(object))
      nominations.forget(object.metadata.uid)
      if ((object.spec?.nodeName ?? '') !== '') waiting.retry()
    } else if (isWaiting(object)) {
      if (old === undefined || old.spec !== object.spec) queue.add(keyOf(object))
    } else if (helpsOthers(object, old)) waiting.retry()
  })
  informers.nodes.onChange(({ object, old }) => {
    if (opensUp(object, old)) waiting.retry()
  })
  for (const informer of [informers.persistentVolumeClaims, informers.persistentVolumes, classes]) {
    informer.onChange(() => waiting.retry())
  }

  const schedule = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const pod = informers.pods.get(namespace, name)
    if (pod === undefined || !isWaiting(pod)) return
    const view = cluster.look(nominations.before(pod))
    const volumes = volumesOf(informers, classes, pod)
    if (volumes.refusal !== undefined) return refuse(pod, refusedMessage(view.loads.length, volumes.refusal))
    const filter = createFilter(pod, view, volumes)
    const misfits = new Map<string, Misfit>()
    const fitting = view.loads.filter((load) => {
      const misfit = filter(load)
      if (misfit.reasons.length > 0) misfits.set(load.node.metadata.name, misfit)
      return misfit.reasons.length === 0
    })
    if (fitting.length === 0) return makeRoom(pod, view, volumes, misfits)
    place(pod, selectedNode(volumes, fitting) ?? preferredNode(pod, view, fitting, chance), volumes)
  }

  /** A claim that waits for its first consumer is told the node; the pod follows when the claim is bound. */
  const place = (pod: StoredPod, node: string, volumes: PodVolumes): void => {
    const { namespace, name } = pod.metadata
    for (const claim of volumes.waiting) {
      if (claim.metadata.annotations?.[SELECTED_NODE] === node) continue
      client.patch(
        { resource: resources.persistentVolumeClaims, namespace, name: claim.metadata.name },
        { type: 'merge', body: { metadata: { annotations: { [SELECTED_NODE]: node } } } },
      )
    }
    if (volumes.waiting.length > 0) return queue.addAfter(keyOf(pod), BINDING_MS)
    waiting.forget(keyOf(pod))
    nominations.forget(pod.metadata.uid)
    client.bind({ resource: resources.pods, namespace, name }, node)
    cluster.assume(pod, node)
    events.scheduled(pod, `Successfully assigned ${namespace}/${name} to ${node}`)
  }

  const makeRoom = (
    pod: StoredPod,
    view: ClusterView,
    volumes: PodVolumes,
    misfits: ReadonlyMap<string, Misfit>,
  ): void => {
    const nodes = view.loads.length
    const reasons = [...misfits.values()].flatMap((misfit) => misfit.reasons)
    const misfitIn = (other: ClusterView, load: NodeLoad): Misfit => createFilter(pod, other, volumes)(load)
    const outcome = preempt({ view, misfitIn, isProtected }, pod, misfits)
    refuse(pod, unschedulableMessage(nodes, reasons, preemptionText(outcome, nodes)))
    if (outcome.result !== 'victims') return
    for (const victim of outcome.victims) {
      notes.disrupt(victim)
      client.delete({ resource: resources.pods, namespace: victim.metadata.namespace, name: victim.metadata.name })
      events.preempted(victim, pod, outcome.node)
    }
    nominations.add(pod, outcome.node)
    notes.nominate(pod, outcome.node)
  }

  const isProtected = (pod: StoredPod): boolean =>
    [...budgets.inNamespace(pod.metadata.namespace ?? '')].some(
      ({ spec, status }) =>
        (status?.disruptionsAllowed ?? 0) <= 0 && matchesSelector(pod.metadata.labels, spec?.selector),
    )

  const refuse = (pod: StoredPod, message: string): void => {
    waiting.failed(keyOf(pod))
    events.failed(pod, message)
    notes.unschedulable(pod, message)
  }
}

/** While a claim is being provisioned, its pod is looked at this often. */
const BINDING_MS = 1000

const preemptionText = (outcome: Preemption, nodes: number): string => {
  switch (outcome.result) {
    case 'victims':
      return ''
    case 'ineligible':
      return outcome.why
    case 'none':
      return outlookText(outcome.outlook, nodes)
  }
}

/** A node that an earlier look has chosen for the pod's claims. */
const selectedNode = ({ waiting }: PodVolumes, fitting: readonly NodeLoad[]): string | undefined => {
  const chosen = waiting.map(({ metadata }) => metadata.annotations?.[SELECTED_NODE])
  return fitting.find(({ node }) => chosen.includes(node.metadata.name))?.node.metadata.name
}

/** A pod that begins to end, or that is placed or labelled anew, may make room or be company. */
const helpsOthers = (pod: StoredPod, old: StoredPod | undefined): boolean =>
  pod.metadata.deletionTimestamp !== old?.metadata.deletionTimestamp ||
  pod.metadata.labels !== old?.metadata.labels ||
  pod.spec?.nodeName !== old?.spec?.nodeName

/** A new node, other labels, a taint or a cordon less; what closes a node helps nobody. */
const opensUp = (node: Stored<Node>, old: Stored<Node> | undefined): boolean => {
  if (old === undefined || old.metadata.labels !== node.metadata.labels) return true
  if (old.status?.allocatable !== node.status?.allocatable) return true
  if (old.spec === node.spec) return false
  const taints = node.spec?.taints ?? []
  const isLess = (old.spec?.taints ?? []).some((taint) => !taints.some((other) => isSame(other, taint)))
  return isLess || (old.spec?.unschedulable === true && node.spec?.unschedulable !== true)
}

const isWaiting = (pod: StoredPod): boolean =>
  (pod.spec?.nodeName ?? '') === '' &&
  pod.metadata.deletionTimestamp === undefined &&
  !isFinished(pod) &&
  (pod.spec?.schedulerName ?? 'default-scheduler') === 'default-scheduler'
