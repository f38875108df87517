import type { Control } from '../controllers/base/control.ts'
import type { IoRule } from '../kubelet/disturbances.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { errnoText } from './errno-text.ts'
import { runningContainerOf, runtimeOf } from './record-target.ts'
import { type ChaosAction, type ChaosSpec, INJECTED, NOT_INJECTED } from './types.ts'

/** IOChaos: a layer over one volume of a container, which holds back its calls or answers them with an error. */
export const ioAction = ({ informers, rng }: Control, kubelets: Kubelets): ChaosAction => {
  const chance = rng.fork('chaos/io')
  const dependencies = { informers, kubelets }
  return {
    kind: 'IOChaos',
    resource: chaosResources.ioChaos,
    perContainer: true,
    isOneShot: () => false,
    apply: ({ metadata, spec }, record) => {
      if (record.phase === NOT_INJECTED) return { phase: `${NOT_INJECTED}/Wait` }
      const found = runningContainerOf(dependencies, record.id)
      if ('failure' in found) return found
      const { runtime, container, instance } = found
      const volumePath = plain(spec.volumePath ?? '')
      if (!(container.spec.volumeMounts ?? []).some(({ mountPath }) => plain(mountPath) === volumePath))
        return {
          failure: `rpc error: code = Unknown desc = ${volumePath} is no mount point in container ${container.name}`,
        }
      const own = chance.fork(`${metadata.uid} ${record.id}`)
      const ratio = (spec.percent ?? 100) / 100
      const rule: IoRule = {
        container: container.name,
        volumePath,
        path: spec.path,
        methods: spec.methods ?? [],
        // The layer lives in the run that was there when it came: a container that starts again sees its volume as it is.
        isHit: () => container.instance === instance && (ratio >= 1 || own.float() < ratio),
        effect: effectOf(spec),
      }
      runtime.disturbances.io.set(`${metadata.uid} ${record.id}`, rule)
      kubelets.disturb(runtime.uid)
      return { phase: INJECTED }
    },
    recover: ({ metadata }, record) => {
      if (record.phase === INJECTED) return { phase: `${INJECTED}/Wait` }
      const runtime = runtimeOf(dependencies, record.id)
      runtime?.disturbances.io.delete(`${metadata.uid} ${record.id}`)
      if (runtime !== undefined) kubelets.disturb(runtime.uid)
      return { phase: NOT_INJECTED }
    },
  }
}

const plain = (path: string): string => path.replace(/\/+$/, '')

const effectOf = ({ action, delay, errno = 0 }: ChaosSpec): IoRule['effect'] =>
  action === 'latency'
    ? { kind: 'latency', delayMs: goDurationMs(typeof delay === 'string' ? delay : '') ?? 0 }
    : { kind: 'fault', text: errnoText(errno) ?? `error ${errno}` }
