import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import { podCondition, type StoredPod } from '../controllers/base/pods.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import type { Simulation } from '../engine/types.ts'

/** What the scheduler writes into the status of pods. */
export const createPodNotes = (simulation: Pick<Simulation, 'nowMs'>, client: ApiClient) => {
  const patch = ({ metadata }: StoredPod, status: object): void => {
    const ref = { resource: resources.pods, namespace: metadata.namespace, name: metadata.name }
    client.patch(ref, { type: 'strategic', body: { status } }, 'status')
  }

  const unschedulable = (pod: StoredPod, message: string): void => {
    const known = podCondition(pod, 'PodScheduled')
    if (known?.message === message) return
    const lastTransitionTime = known?.status === 'False' ? known.lastTransitionTime : timestamp(simulation.nowMs())
    const fields = { status: 'False', lastProbeTime: null, lastTransitionTime, reason: 'Unschedulable', message }
    patch(pod, { conditions: [{ type: 'PodScheduled', ...fields }] })
  }

  const nominate = (pod: StoredPod, node: string): void => patch(pod, { nominatedNodeName: node })

  const disrupt = (victim: StoredPod): void => {
    const message = 'default-scheduler: preempting to accommodate a higher priority pod'
    const lastTransitionTime = timestamp(simulation.nowMs())
    const fields = { status: 'True', lastProbeTime: null, lastTransitionTime, reason: 'PreemptionByScheduler', message }
    patch(victim, { conditions: [{ type: 'DisruptionTarget', ...fields }] })
  }

  return { unschedulable, nominate, disrupt }
}
