import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import type { Control } from '../controllers/base/control.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { type ChaosAction, INJECTED, NOT_INJECTED } from './types.ts'

/** PodChaos: `pod-kill` deletes the pod, `container-kill` ends the named containers. */
export const podAction = ({ informers }: Control, kubelets: Kubelets, client: ApiClient): ChaosAction => ({
  kind: 'PodChaos',
  resource: chaosResources.podChaos,
  perContainer: false,
  isOneShot: () => true,
  apply: (chaos, { id }) => {
    const [namespace = '', name = ''] = id.split('/')
    const pod = informers.pods.get(namespace, name)
    if (pod === undefined) return { failure: `pods "${name}" not found` }
    if (chaos.spec.action === 'container-kill') {
      for (const container of chaos.spec.containerNames ?? []) kubelets.kill(pod.metadata.uid, container, 137)
    } else {
      const gracePeriodSeconds = chaos.spec.gracePeriod ?? 0
      client.delete({ resource: resources.pods, namespace, name }, { gracePeriodSeconds })
    }
    return { phase: INJECTED }
  },
  recover: () => ({ phase: NOT_INJECTED }),
})
