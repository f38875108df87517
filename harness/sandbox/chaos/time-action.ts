import type { Control } from '../controllers/base/control.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { runningContainerOf, runtimeOf } from './record-target.ts'
import { type ChaosAction, INJECTED, NOT_INJECTED } from './types.ts'

/** TimeChaos: the processes of a container, those that run when it comes, read another clock. What is started beside them reads the true one. */
export const timeAction = ({ informers }: Control, kubelets: Kubelets): ChaosAction => {
  const dependencies = { informers, kubelets }
  return {
    kind: 'TimeChaos',
    resource: chaosResources.timeChaos,
    perContainer: true,
    isOneShot: () => false,
    apply: ({ metadata, spec }, { id }) => {
      const found = runningContainerOf(dependencies, id)
      if ('failure' in found) return found
      const { runtime, container, instance } = found
      runtime.disturbances.clock.set(`${metadata.uid} ${id}`, {
        container: container.name,
        startedAtMs: instance.startedAtMs,
        offsetMs: offsetMs(spec.timeOffset ?? '') ?? 0,
      })
      return { phase: INJECTED }
    },
    recover: ({ metadata }, { id }) => {
      runtimeOf(dependencies, id)?.disturbances.clock.delete(`${metadata.uid} ${id}`)
      return { phase: NOT_INJECTED }
    },
  }
}

/** `-30h`, `5m`, in ms. @returns `undefined` for what is no duration */
export const offsetMs = (text: string): number | undefined => {
  const ms = goDurationMs(text.replace(/^[-+]/, ''))
  return ms === undefined ? undefined : text.startsWith('-') ? -ms : ms
}
