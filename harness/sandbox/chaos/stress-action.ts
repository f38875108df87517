import { unitValue } from '../api/quantity.ts'
import type { Control } from '../controllers/base/control.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { memorySizeBytes } from './memory-size.ts'
import { stressorsOf } from './stressors-of.ts'
import { namesOf, runningContainerOf, runtimeOf } from './record-target.ts'
import { type ChaosAction, INJECTED, NOT_INJECTED } from './types.ts'

/**
 * StressChaos: processes in the control group of a container. CPU is capped by the container's limit; memory beyond the limit gets the
 * container killed, and what was injected dies with it: one kill per injection.
 */
export const stressAction = ({ simulation, informers, rng }: Control, kubelets: Kubelets): ChaosAction => {
  const chance = rng.fork('chaos/stress')
  const dependencies = { informers, kubelets }
  return {
    kind: 'StressChaos',
    resource: chaosResources.stressChaos,
    perContainer: true,
    isOneShot: () => false,
    apply: (chaos, { id }) => {
      const found = runningContainerOf(dependencies, id)
      if ('failure' in found) return found
      const { runtime, container } = found
      const stressors = stressorsOf(chaos.spec)
      if ('unknown' in stressors) return { failure: `stress-ng: unknown argument "${stressors.unknown}"` }
      const { cpu, memory } = stressors
      const node = informers.nodes.get(undefined, runtime.node)
      const nodeBytes = unitValue(node?.status?.capacity?.['memory'] ?? '0')
      kubelets.stress(runtime.uid, container.name, chaos.metadata.uid, {
        cpuMilli: cpu === undefined ? 0 : cpu.workers * (cpu.load ?? 100) * 10,
        memoryBytes: memorySizeBytes(memory?.size ?? '0', nodeBytes) ?? 0,
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
      const runtime = runtimeOf(dependencies, id)
      if (runtime !== undefined) kubelets.stress(runtime.uid, namesOf(id).container, chaos.metadata.uid, undefined)
      return { phase: NOT_INJECTED }
    },
  }
}
