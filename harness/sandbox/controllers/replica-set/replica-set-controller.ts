import type { ReplicaSet } from 'kubernetes-types/apps/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { ApiError } from '../../api/types/api-error.ts'
import type { Stored } from '../../api/types/object.ts'
import { claimPods } from '../base/claim-pods.ts'
import { controlClient } from '../base/control-client.ts'
import type { Control } from '../base/control.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { keyOf, splitKey } from '../base/informer.ts'
import { matchesSelector } from '../base/labels.ts'
import { createOwnedPods } from '../base/owned-pods.ts'
import { isActive, type StoredPod } from '../base/pods.ts'
import { isSame } from '../base/same.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { rankForDeletion } from './rank-for-deletion.ts'
import { replicaSetStatus } from './replica-set-status.ts'

/** Keeps as many pods as each ReplicaSet asks for. */
export const startReplicaSetController = ({ simulation, server, informers, rng, eventsFromMs }: Control): void => {
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:replicaset-controller',
    'kube-controller-manager',
  )
  const chance = rng.fork('replicaset-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'replicaset-controller' },
  )
  const owned = createOwnedPods({ client, events })
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 18], reconcile: (key) => reconcile(key) },
  )

  informers.replicaSets.onChange(({ object }) => queue.add(keyOf(object)))
  informers.pods.onChange(({ object }) => {
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true)
    if (owner?.kind === 'ReplicaSet') queue.add(`${object.metadata.namespace}/${owner.name}`)
    else if (owner === undefined) for (const key of adopters(object)) queue.add(key)
  })

  const adopters = (pod: StoredPod): string[] =>
    [...informers.replicaSets.inNamespace(pod.metadata.namespace ?? '')]
      .filter((set) => matchesSelector(pod.metadata.labels, set.spec?.selector))
      .map(keyOf)

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const set = informers.replicaSets.get(namespace, name)
    if (set === undefined) return
    const pods = claimPods({ client, informers }, set, set.spec?.selector).filter(isActive)
    const failure = set.metadata.deletionTimestamp === undefined ? scale(set, pods) : undefined
    writeStatus(set, pods, failure)
    if (failure !== undefined) throw failure
  }

  const scale = (set: Stored<ReplicaSet>, pods: readonly StoredPod[]): ApiError | undefined => {
    const missing = (set.spec?.replicas ?? 1) - pods.length
    if (missing > 0) return createPods(set, missing)
    if (missing < 0) deletePods(set, pods, -missing)
    return undefined
  }

  /** Starts with one pod and doubles, so that a refusal is met once, not a hundred times. */
  const createPods = (set: Stored<ReplicaSet>, count: number): ApiError | undefined => {
    let failure: ApiError | undefined
    for (let done = 0, batch = 1; done < count && failure === undefined; batch *= 2) {
      const size = Math.min(batch, count - done)
      for (let index = 0; index < size; index += 1) failure = owned.create(set, set.spec?.template) ?? failure
      done += size
    }
    return failure
  }

  const deletePods = (set: Stored<ReplicaSet>, pods: readonly StoredPod[], count: number): void => {
    const owner = set.metadata.ownerReferences?.find((reference) => reference.controller === true)
    const related = owner === undefined ? pods : siblings(owner.uid)
    for (const pod of rankForDeletion(pods, related, simulation.nowMs()).slice(0, count)) {
      owned.remove(set, pod)
    }
  }

  const siblings = (deploymentUid: string): StoredPod[] => {
    const all: StoredPod[] = []
    for (const set of informers.replicaSets.ownedBy(deploymentUid)) {
      for (const pod of informers.pods.ownedBy(set.metadata.uid)) if (isActive(pod)) all.push(pod)
    }
    return all
  }

  const writeStatus = (set: Stored<ReplicaSet>, pods: readonly StoredPod[], failure: ApiError | undefined): void => {
    const ref = { resource: resources.replicaSets, namespace: set.metadata.namespace, name: set.metadata.name }
    const { status, recheckInMs } = replicaSetStatus(set, pods, failure?.message, simulation.nowMs())
    if (recheckInMs !== undefined) queue.addAfter(keyOf(set), recheckInMs)
    if (isSame(status, set.status)) return
    const current = client.find(ref)
    if (current?.metadata.uid === set.metadata.uid) client.update(ref, { ...current, status }, 'status')
  }
}
