import { unitValue } from '../api/quantity.ts'
import type { Control } from '../controllers/base/control.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import { isRunning } from '../kubelet/instance.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { containerOf } from '../kubelet/pod-runtime.ts'
import { chaosResources } from './chaos-resources.ts'
import { memorySizeBytes } from './memory-size.ts'
import { readStressors } from './read-stressors.ts'
import { type ChaosAction, type ChaosSpec, INJECTED, NOT_INJECTED } from './types.ts'

/**
 * StressChaos: processes in the control group of a container. CPU is capped by the container's limit; memory beyond the limit gets the
 * container killed, and what was injected dies with it: one kill per injection.
 */
export const stressAction = ({ simulation, informers, rng }: Control, kubelets: Kubelets): ChaosAction => {
  const chance = rng.fork('chaos/stress')
  return {
    kind: 'StressChaos',
    resource: chaosResources.stressChaos,
    perContainer: true,
    isOneShot: () => false,
    apply: (chaos, { id }) => {
      const [namespace = '', podName = '', containerName = ''] = id.split('/')
      const pod = informers.pods.get(namespace, podName)
      const runtime = pod === undefined ? undefined : kubelets.podOf(pod.metadata.uid)
      const container = runtime === undefined ? undefined : containerOf(runtime, containerName)
      if (runtime === undefined || container === undefined || !isRunning(container.instance)) {
        return {
          failure: `rpc error: code = Unknown desc = container ${containerName} of pod ${namespace}/${podName} is not running`,
        }
      }
      const { cpu, memory } = stressorsOf(chaos.spec)
      const node = informers.nodes.get(undefined, runtime.node)
      const nodeBytes = unitValue(node?.status?.capacity?.['memory'] ?? '0')
      kubelets.stress(runtime.uid, containerName, chaos.metadata.uid, {
        cpuMilli: cpu === undefined ? 0 : cpu.workers * (cpu.load ?? 100) * 10,
        memoryBytes: memory === undefined ? 0 : memorySizeBytes(memory.size, nodeBytes),
      })
      const startedAt = timestamp(simulation.nowMs())
      const never = timestamp(0)
      const pid = (): string => String(chance.int(3_000, 60_000))
      return {
        phase: INJECTED,
        instance: {
          ...(cpu === undefined ? { startTime: never } : { startTime: startedAt, uid: pid() }),
          ...(memory === undefined ? { memoryStartTime: never } : { memoryStartTime: startedAt, memoryUid: pid() }),
        },
      }
    },
    recover: (chaos, { id }) => {
      const [namespace = '', podName = '', containerName = ''] = id.split('/')
      const pod = informers.pods.get(namespace, podName)
      if (pod !== undefined) kubelets.stress(pod.metadata.uid, containerName, chaos.metadata.uid, undefined)
      return { phase: NOT_INJECTED }
    },
  }
}

const stressorsOf = ({ stressors, stressngStressors = '' }: ChaosSpec): NonNullable<ChaosSpec['stressors']> => {
  if (stressngStressors === '') return stressors ?? {}
  const read = readStressors(stressngStressors)
  return 'unknown' in read ? {} : read
}
