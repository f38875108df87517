import type { Control } from '../controllers/base/control.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { type ChaosAction, INJECTED, NOT_INJECTED } from './types.ts'

/** TimeChaos: the processes of a container, those that run when it comes, read another clock. What is started beside them reads the true one. */
export const timeAction = ({ informers }: Control, kubelets: Kubelets): ChaosAction => {
  const runtimeOf = (id: string) => {
    const [namespace = '', name = ''] = id.split('/')
    const pod = informers.pods.get(namespace, name)
    return pod === undefined ? undefined : kubelets.podOf(pod.metadata.uid)
  }
  return {
    kind: 'TimeChaos',
    resource: chaosResources.timeChaos,
    perContainer: true,
    isOneShot: () => false,
    apply: ({ metadata, spec }, { id }) => {
      const runtime = runtimeOf(id)
      if (runtime === undefined) return { failure: `pods "${id.split('/')[1]}" not found` }
      runtime.disturbances.clock.set(metadata.uid, offsetMs(spec.timeOffset ?? '') ?? 0)
      return { phase: INJECTED }
    },
    recover: ({ metadata }, { id }) => {
      runtimeOf(id)?.disturbances.clock.delete(metadata.uid)
      return { phase: NOT_INJECTED }
    },
  }
}

/** `-30h`, `5m`, in ms. @returns `undefined` for what is no duration */
export const offsetMs = (text: string): number | undefined => {
  const ms = goDurationMs(text.replace(/^[-+]/, ''))
  return ms === undefined ? undefined : text.startsWith('-') ? -ms : ms
}
