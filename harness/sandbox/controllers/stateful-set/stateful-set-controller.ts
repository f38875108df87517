import { resources } from '../../api/resources.ts'
import { claimPods } from '../base/claim-pods.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createRevisions, POD_REVISION, type StoredRevision, templateOf } from '../base/controller-revisions.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { createInformer, keyOf, splitKey } from '../base/informer.ts'
import { controllerOf } from '../base/owner-reference.ts'
import type { StoredPod } from '../base/pods.ts'
import { isSame } from '../base/same.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { ordinalOf, type StoredStatefulSet } from './identity.ts'
import { nextSteps, type Step } from './next-step.ts'
import { createStatefulPods } from './stateful-pods.ts'
import { statefulSetStatus } from './stateful-set-status.ts'

/** Keeps the numbered pods of StatefulSets, one after the other. */
export const startStatefulSetController = (control: Control): void => {
  const { simulation, server, informers, rng, eventsFromMs } = control
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:statefulset-controller',
    'kube-controller-manager',
  )
  const chance = rng.fork('statefulset-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'statefulset-controller' },
  )
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [4, 20], reconcile: (key) => reconcile(key) },
  )
  const sets = createInformer(client, resources.statefulSets)
  const revisions = createRevisions(client)
  const pods = createStatefulPods({ client, events })

  sets.onChange(({ object }) => queue.add(keyOf(object)))
  informers.pods.onChange(({ object }) => {
    const owner = controllerOf(object, 'StatefulSet')
    if (owner !== undefined) queue.add(`${object.metadata.namespace}/${owner.name}`)
  })

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const set = sets.get(namespace, name)
    const template = set?.spec?.template
    if (set === undefined || template === undefined || set.metadata.deletionTimestamp !== undefined) return
    const history = revisions.of(set)
    const update = revisions.ofTemplate(set, template, history)
    const known = revisions.of(set)
    const current = known.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update
    const mine = claimPods(
      { client, informers },
      set,
      set.spec?.selector,
      (pod) => ordinalOf(set, pod.metadata.name) !== undefined,
    )
    const steps = nextSteps(set, mine, update.metadata.name, simulation.nowMs())
    for (const step of steps) take(set, step, current, update)
    // The status follows the pods; their changes bring the next look.
    writeStatus(set, mine, current, update)
    const live = new Set([
      update.metadata.name,
      current.metadata.name,
      ...mine.map((pod) => pod.metadata.labels?.[POD_REVISION] ?? ''),
    ])
    revisions.forget(known, live, set.spec?.revisionHistoryLimit ?? 10)
  }

  const take = (set: StoredStatefulSet, step: Step, current: StoredRevision, update: StoredRevision): void => {
    switch (step.do) {
      case 'create': {
        const revision = step.isUpdated ? update : current
        pods.create(set, templateOf(revision), revision.metadata.name, step.ordinal)
        return
      }
      case 'delete':
        pods.remove(set, step.pod)
        return
      case 'clear':
        pods.clear(set, step.pod)
    }
  }

  const writeStatus = (
    set: StoredStatefulSet,
    mine: readonly StoredPod[],
    current: StoredRevision,
    update: StoredRevision,
  ): void => {
    const names = { current: current.metadata.name, update: update.metadata.name }
    const { status, recheckInMs } = statefulSetStatus(set, mine, names, simulation.nowMs())
    if (recheckInMs !== undefined) queue.addAfter(keyOf(set), recheckInMs)
    if (isSame(status, set.status)) return
    const ref = { resource: resources.statefulSets, namespace: set.metadata.namespace, name: set.metadata.name }
    const stored = client.find(ref)
    if (stored?.metadata.uid === set.metadata.uid) client.update(ref, { ...stored, status }, 'status')
  }
}
