import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import type { Control } from '../controllers/base/control.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { failedPod, mendedPod } from './pod-failure.ts'
import { namesOf, noSuchPod } from './record-target.ts'
import { type ChaosAction, INJECTED, NOT_INJECTED } from './types.ts'

/** PodChaos: `pod-kill` deletes the pod, `container-kill` ends the named containers, `pod-failure` exchanges the images of its containers. */
export const podAction = ({ informers }: Control, kubelets: Kubelets, client: ApiClient): ChaosAction => ({
  kind: 'PodChaos',
  resource: chaosResources.podChaos,
  perContainer: false,
  isOneShot: ({ action }) => action !== 'pod-failure',
  apply: (chaos, { id }) => {
    const { namespace, pod: name } = namesOf(id)
    const pod = informers.pods.get(namespace, name)
    if (pod === undefined) return noSuchPod(id)
    const ref = { resource: resources.pods, namespace, name }
    switch (chaos.spec.action) {
      case 'container-kill':
        for (const container of chaos.spec.containerNames ?? []) kubelets.kill(pod.metadata.uid, container, 137)
        break
      case 'pod-failure':
        client.update(ref, failedPod(chaos, pod))
        break
      default:
        client.delete(ref, { gracePeriodSeconds: chaos.spec.gracePeriod ?? 0 })
    }
    return { phase: INJECTED }
  },
  recover: (chaos, { id }) => {
    const { namespace, pod: name } = namesOf(id)
    const pod = informers.pods.get(namespace, name)
    // What is gone has recovered.
    if (chaos.spec.action === 'pod-failure' && pod !== undefined)
      client.update({ resource: resources.pods, namespace, name }, mendedPod(chaos, pod))
    return { phase: NOT_INJECTED }
  },
})
