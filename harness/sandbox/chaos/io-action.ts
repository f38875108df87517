import type { Control } from '../controllers/base/control.ts'
import { containerOf } from '../kubelet/pod-runtime.ts'
import type { IoRule } from '../kubelet/disturbances.ts'
import { isRunning } from '../kubelet/instance.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { errnoText } from './errno-text.ts'
import { type ChaosAction, type ChaosSpec, INJECTED, NOT_INJECTED } from './types.ts'

/** IOChaos: a layer over one volume of a container, which holds back its calls or answers them with an error. */
export const ioAction = ({ informers, rng }: Control, kubelets: Kubelets): ChaosAction => {
  const chance = rng.fork('chaos/io')
  const find = (id: string) => {
    const [namespace = '', name = '', container = ''] = id.split('/')
    const pod = informers.pods.get(namespace, name)
    const runtime = pod === undefined ? undefined : kubelets.podOf(pod.metadata.uid)
    return { runtime, container, name: `${namespace}/${name}` }
  }
  return {
    kind: 'IOChaos',
    resource: chaosResources.ioChaos,
    perContainer: true,
    isOneShot: () => false,
    apply: ({ metadata, spec }, record) => {
      if (record.phase === NOT_INJECTED) return { phase: `${NOT_INJECTED}/Wait` }
      const { runtime, container, name } = find(record.id)
      const target = runtime === undefined ? undefined : containerOf(runtime, container)
      if (runtime === undefined || target === undefined || !isRunning(target.instance))
        return { failure: `rpc error: code = Unknown desc = container ${container} of pod ${name} is not running` }
      const { instance } = target
      const volumePath = plain(spec.volumePath ?? '')
      if (!(target.spec.volumeMounts ?? []).some(({ mountPath }) => plain(mountPath) === volumePath))
        return { failure: `rpc error: code = Unknown desc = ${volumePath} is no mount point in container ${container}` }
      const own = chance.fork(`${metadata.uid} ${record.id}`)
      const ratio = (spec.percent ?? 100) / 100
      const rule: IoRule = {
        container,
        volumePath,
        path: spec.path,
        methods: spec.methods ?? [],
        // The layer lives in the run that was there when it came: a container that starts again sees its volume as it is.
        isHit: () => target.instance === instance && (ratio >= 1 || own.float() < ratio),
        effect: effectOf(spec),
      }
      runtime.disturbances.io.set(`${metadata.uid} ${container}`, rule)
      kubelets.disturb(runtime.uid)
      return { phase: INJECTED }
    },
    recover: ({ metadata }, record) => {
      if (record.phase === INJECTED) return { phase: `${INJECTED}/Wait` }
      const { runtime, container } = find(record.id)
      runtime?.disturbances.io.delete(`${metadata.uid} ${container}`)
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
