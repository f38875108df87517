import type { Rng } from '../../ports/rng.ts'
import { milliValue, unitValue } from '../api/quantity.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import type { NodeLoad } from './fit.ts'
import { podDemand } from './pod-demand.ts'

/** The node that would be the emptiest with the pod on it (LeastAllocated over requests); ties are drawn. */
export const preferredNode = (pod: StoredPod, loads: readonly NodeLoad[], rng: Rng): string => {
  const demand = pod.spec === undefined ? { cpuMilli: 0, memoryBytes: 0 } : podDemand(pod.spec)
  const scored = loads.map((load) => {
    const allocatable = load.node.status?.allocatable ?? {}
    const cpu = free(milliValue(allocatable['cpu'] ?? '0'), load.used.cpuMilli + Math.max(demand.cpuMilli, 100))
    const memory = free(
      unitValue(allocatable['memory'] ?? '0'),
      load.used.memoryBytes + Math.max(demand.memoryBytes, 200 * 1024 ** 2),
    )
    return { name: load.node.metadata.name, score: Math.floor((cpu + memory) / 2), pods: load.pods }
  })
  const best = Math.max(...scored.map(({ score }) => score))
  return rng.pick(scored.filter(({ score }) => score === best)).name
}

const free = (capacity: number, used: number): number =>
  capacity <= 0 ? 0 : Math.floor(((capacity - used) * 100) / capacity)
