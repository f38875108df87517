import type { Control } from '../controllers/base/control.ts'
import { isRunning } from '../kubelet/instance.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { containerOf } from '../kubelet/pod-runtime.ts'
import { chaosResources } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { type ChaosAction, INJECTED, NOT_INJECTED } from './types.ts'

/** TimeChaos: the processes of a container, those that run when it comes, read another clock. What is started beside them reads the true one. */
export const timeAction = ({ informers }: Control, kubelets: Kubelets): ChaosAction => {
  const find = (id: string) => {
    const [namespace = '', name = '', container = ''] = id.split('/')
    const pod = informers.pods.get(namespace, name)
    return {
      container,
      runtime: pod === undefined ? undefined : kubelets.podOf(pod.metadata.uid),
      name: `${namespace}/${name}`,
    }
  }
  return {
    kind: 'TimeChaos',
    resource: chaosResources.timeChaos,
    perContainer: true,
    isOneShot: () => false,
    apply: ({ metadata, spec }, { id }) => {
      const { container, runtime, name } = find(id)
      const instance = runtime === undefined ? undefined : containerOf(runtime, container)?.instance
      if (runtime === undefined || !isRunning(instance))
        return { failure: `rpc error: code = Unknown desc = container ${container} of pod ${name} is not running` }
      const { startedAtMs } = instance
      const rule = { container, startedAtMs, offsetMs: offsetMs(spec.timeOffset ?? '') ?? 0 }
      runtime.disturbances.clock.set(`${metadata.uid} ${container}`, rule)
      return { phase: INJECTED }
    },
    recover: ({ metadata }, { id }) => {
      const { container, runtime } = find(id)
      runtime?.disturbances.clock.delete(`${metadata.uid} ${container}`)
      return { phase: NOT_INJECTED }
    },
  }
}

/** `-30h`, `5m`, in ms. @returns `undefined` for what is no duration */
export const offsetMs = (text: string): number | undefined => {
  const ms = goDurationMs(text.replace(/^[-+]/, ''))
  return ms === undefined ? undefined : text.startsWith('-') ? -ms : ms
}
