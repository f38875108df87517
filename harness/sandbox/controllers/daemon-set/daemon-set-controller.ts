import type { DaemonSet } from 'kubernetes-types/apps/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { claimPods } from '../base/claim-pods.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createRevisions, hashOf, POD_REVISION, type StoredRevision } from '../base/controller-revisions.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { createInformer, keyOf, splitKey } from '../base/informer.ts'
import { createOwnedPods } from '../base/owned-pods.ts'
import { controllerOf } from '../base/owner-reference.ts'
import type { StoredPod } from '../base/pods.ts'
import { isSame } from '../base/same.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { daemonFits, daemonPodSpec, nodeOfDaemonPod } from './daemon-pod.ts'
import { daemonSetStatus } from './daemon-set-status.ts'
import { planDaemon } from './plan-daemon.ts'

/** Keeps one pod of each DaemonSet on every node that it fits. Source of the rules: k8s.io/kubernetes, pkg/controller/daemon. */
export const startDaemonSetController = (control: Control): void => {
  const { simulation, server, informers, rng, eventsFromMs } = control
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:daemon-set-controller',
    'kube-controller-manager',
  )
  const chance = rng.fork('daemonset-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'daemonset-controller' },
  )
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 20], reconcile: (key) => reconcile(key) },
  )
  const sets = createInformer(client, resources.daemonSets)
  const revisions = createRevisions(client)
  const owned = createOwnedPods({ client, events })

  sets.onChange(({ object }) => queue.add(keyOf(object)))
  informers.nodes.onChange(({ type, object, old }) => {
    const isSameNode = old?.spec === object.spec && old?.metadata.labels === object.metadata.labels
    if (type === 'MODIFIED' && isSameNode) return
    for (const set of sets.all()) queue.add(keyOf(set))
  })
  informers.pods.onChange(({ object }) => {
    const owner = controllerOf(object, 'DaemonSet')
    if (owner !== undefined) queue.add(`${object.metadata.namespace}/${owner.name}`)
  })

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const set = sets.get(namespace, name)
    const template = set?.spec?.template
    if (set === undefined || template === undefined || set.metadata.deletionTimestamp !== undefined) return
    const history = revisions.of(set)
    const update = revisions.ofTemplate(set, template, history)
    const mine = claimPods({ client, informers }, set, set.spec?.selector)
    const podsOn = byNode(mine)
    const failure = place(set, update, podsOn)
    writeStatus(set, update, podsOn)
    const live = mine.map((pod) => `${name}-${pod.metadata.labels?.[POD_REVISION] ?? ''}`)
    revisions.forget(revisions.of(set), new Set([update.metadata.name, ...live]), set.spec?.revisionHistoryLimit ?? 10)
    if (failure !== undefined) throw failure
  }

  const place = (set: Stored<DaemonSet>, update: StoredRevision, podsOn: PodsOn): ApiError | undefined => {
    const template = set.spec?.template
    const spec = template?.spec ?? { containers: [] }
    const plan = planDaemon(
      set,
      Array.from(informers.nodes.all(), (node) => ({
        name: node.metadata.name,
        ...daemonFits(spec, node),
        pods: podsOn(node.metadata.name),
      })),
      hashOf(update),
      simulation.nowMs(),
    )
    for (const pod of plan.failed) {
      const message = `Found failed daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${nodeOfDaemonPod(pod)}, will try to kill it`
      events.record({ object: set, type: 'Warning', reason: 'FailedDaemonPod', message })
    }
    for (const pod of [...plan.failed, ...plan.surplus]) owned.remove(set, pod)
    let failure: ApiError | undefined
    for (const node of plan.missing) {
      failure ??= owned.create(set, template, {
        labels: { [POD_REVISION]: hashOf(update), 'pod-template-generation': String(set.metadata.generation ?? 1) },
        spec: (plain) => daemonPodSpec(plain, node),
      })
    }
    return failure
  }

  const writeStatus = (set: Stored<DaemonSet>, update: StoredRevision, podsOn: PodsOn): void => {
    const status: DeepReadonly<DaemonSet['status']> = daemonSetStatus(
      set,
      [...informers.nodes.all()],
      podsOn,
      hashOf(update),
      simulation.nowMs(),
    )
    if (isSame(status, set.status)) return
    const ref = { resource: resources.daemonSets, namespace: set.metadata.namespace, name: set.metadata.name }
    const stored = client.find(ref)
    if (stored?.metadata.uid === set.metadata.uid) client.update(ref, { ...stored, status }, 'status')
  }
}

type PodsOn = (node: string) => readonly StoredPod[]

const byNode = (pods: readonly StoredPod[]): PodsOn => {
  const groups = new Map<string, StoredPod[]>()
  for (const pod of pods) {
    const node = nodeOfDaemonPod(pod) ?? ''
    const group = groups.get(node)
    if (group === undefined) groups.set(node, [pod])
    else group.push(pod)
  }
  return (node) => groups.get(node) ?? []
}
