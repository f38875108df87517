import type { Taint } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { Cancel } from '../../engine/types.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { createEventRecorder } from '../base/event-recorder.ts'
import { isSame } from '../base/same.ts'
import { covers } from '../base/taints.ts'
import { isFinished, type StoredPod } from '../base/pods.ts'
import { timestamp } from '../base/timestamp.ts'

/**
 * Sends pods away from nodes with a NoExecute taint: at once, or when the time that they tolerate it is over. Source:
 * k8s.io/kubernetes, pkg/controller/tainteviction.
 */
export const startTaintEviction = ({ simulation, server, informers, rng, eventsFromMs }: Control): void => {
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:taint-eviction-controller',
    'kube-controller-manager',
  )
  const chance = rng.fork('taint-eviction-controller')
  const events = createEventRecorder(
    { simulation, client, eventsFromMs, rng: chance.fork('events') },
    { component: 'taint-eviction-controller' },
  )
  const appointed = new Map<string, { readonly dueMs: number; readonly cancel: Cancel }>()

  informers.nodes.onChange(({ type, object, old }) => {
    if (type === 'DELETED' || isSame(noExecute(object.spec?.taints), noExecute(old?.spec?.taints))) return
    for (const pod of informers.pods.all()) if (pod.spec?.nodeName === object.metadata.name) look(pod)
  })
  informers.pods.onChange(({ type, object, old }) => {
    if (type === 'DELETED') drop(object.metadata.uid)
    else if (object.spec?.nodeName !== undefined && object.spec !== old?.spec) look(object)
  })

  const drop = (uid: string): boolean => {
    appointed.get(uid)?.cancel()
    return appointed.delete(uid)
  }

  const look = (pod: StoredPod): void => {
    const { uid } = pod.metadata
    if (pod.metadata.deletionTimestamp !== undefined || isFinished(pod)) return
    const node = informers.nodes.get(undefined, pod.spec?.nodeName ?? '')
    const taints = noExecute(node?.spec?.taints)
    const graceMs = toleratedMs(pod, taints)
    if (graceMs === Number.POSITIVE_INFINITY) {
      if (!drop(uid)) return
      const message = `Cancelling deletion of Pod ${pod.metadata.namespace}/${pod.metadata.name}`
      events.record({ object: pod, type: 'Normal', reason: 'TaintManagerEviction', message })
      return
    }
    const known = appointed.get(uid)
    const dueMs = graceMs === 0 ? simulation.nowMs() + 400 + chance.int(0, 500) : simulation.nowMs() + graceMs
    if (known !== undefined && known.dueMs <= dueMs) return
    known?.cancel()
    appointed.set(uid, { dueMs, cancel: simulation.schedule(dueMs - simulation.nowMs(), () => evict(pod)) })
  }

  const evict = ({ metadata }: StoredPod): void => {
    appointed.delete(metadata.uid)
    const ref = { resource: resources.pods, namespace: metadata.namespace, name: metadata.name }
    const pod = client.find(ref)
    if (pod?.metadata.uid !== metadata.uid || pod.metadata.deletionTimestamp !== undefined) return
    const message = `Marking for deletion Pod ${metadata.namespace}/${metadata.name}`
    events.record({ object: pod, type: 'Normal', reason: 'TaintManagerEviction', message })
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: timestamp(simulation.nowMs()),
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    }
    client.patch(ref, { type: 'strategic', body: { status: { conditions: [condition] } } }, 'status')
    client.delete(ref)
  }
}

type Taints = readonly DeepReadonly<Taint>[]

const noExecute = (taints: Taints | undefined): Taints => (taints ?? []).filter(({ effect }) => effect === 'NoExecute')

/** Ms for which a pod stays with these taints: 0 when it does not tolerate one, infinite without taints or limit. */
const toleratedMs = (pod: StoredPod, taints: Taints): number => {
  let leastMs = Number.POSITIVE_INFINITY
  for (const taint of taints) {
    const fitting = (pod.spec?.tolerations ?? []).filter((toleration) => covers(toleration, taint))
    if (fitting.length === 0) return 0
    for (const { tolerationSeconds } of fitting) {
      if (tolerationSeconds !== undefined) leastMs = Math.min(leastMs, Math.max(0, tolerationSeconds * 1000))
    }
  }
  return leastMs
}
