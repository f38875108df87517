import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import { podCondition, type StoredPod } from '../controllers/base/pods.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import type { Simulation } from '../engine/types.ts'

interface Condition {
  readonly type: string
  readonly status: string
  readonly lastProbeTime: null
  readonly lastTransitionTime: string | undefined
  readonly reason: string
  readonly message: string
}

/** What the scheduler writes into the status of pods. */
export const createPodNotes = (simulation: Pick<Simulation, 'nowMs'>, client: ApiClient) => {
  const patch = ({ metadata }: StoredPod, status: object): void => {
    const ref = { resource: resources.pods, namespace: metadata.namespace, name: metadata.name }
    client.patch(ref, { type: 'strategic', body: { status } }, 'status')
  }

  /** Conditions are written whole: a patch would take the null of a time for its removal. */
  const note = (pod: StoredPod, condition: Condition): void => {
    const ref = { resource: resources.pods, namespace: pod.metadata.namespace, name: pod.metadata.name }
    const current = client.find(ref)
    if (current?.metadata.uid !== pod.metadata.uid) return
    const others = (current.status?.conditions ?? []).filter(({ type }) => type !== condition.type)
    // A time that nobody has probed at is null on the wire, which the types of the API do not know.
    const conditions = [...others, condition] as unknown as NonNullable<typeof current.status>['conditions']
    client.update(ref, { ...current, status: { ...current.status, conditions } } as typeof current, 'status')
  }

  const unschedulable = (pod: StoredPod, message: string): void => {
    const known = podCondition(pod, 'PodScheduled')
    if (known?.message === message) return
    const lastTransitionTime = known?.status === 'False' ? known.lastTransitionTime : timestamp(simulation.nowMs())
    const fields = { status: 'False', lastProbeTime: null, lastTransitionTime, reason: 'Unschedulable', message }
    note(pod, { type: 'PodScheduled', ...fields })
  }

  const nominate = (pod: StoredPod, node: string): void => patch(pod, { nominatedNodeName: node })

  const disrupt = (victim: StoredPod): void => {
    const message = 'default-scheduler: preempting to accommodate a higher priority pod'
    const lastTransitionTime = timestamp(simulation.nowMs())
    const fields = { status: 'True', lastProbeTime: null, lastTransitionTime, reason: 'PreemptionByScheduler', message }
    note(victim, { type: 'DisruptionTarget', ...fields })
  }

  return { unschedulable, nominate, disrupt }
}
