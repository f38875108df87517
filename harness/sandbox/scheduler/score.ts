import type { Rng } from '../../ports/rng.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import type { ClusterView, NodeLoad } from './cluster-view.ts'
import { NO_DEMAND, podDemand } from './pod-demand.ts'
import { preferencePoints } from './preferences.ts'

/** The node that the pod prefers, or else the one that would be the emptiest with it (LeastAllocated over requests); ties are drawn. */
export const preferredNode = (pod: StoredPod, view: ClusterView, loads: readonly NodeLoad[], rng: Rng): string => {
  const points = preferencePoints(pod, view)
  const demand = pod.spec === undefined ? NO_DEMAND : podDemand(pod.spec)
  const scored = loads.map((load) => {
    const { allocatable, used } = load
    const cpu = free(allocatable.cpuMilli, used.cpuMilli + Math.max(demand.cpuMilli, 100))
    const memory = free(allocatable.memoryBytes, used.memoryBytes + Math.max(demand.memoryBytes, 200 * 1024 ** 2))
    const score = Math.floor((cpu + memory) / 2) + points(load.node)
    return { name: load.node.metadata.name, score }
  })
  const best = Math.max(...scored.map(({ score }) => score))
  return rng.pick(scored.filter(({ score }) => score === best)).name
}

const free = (capacity: number, used: number): number =>
  capacity <= 0 ? 0 : Math.floor(((capacity - used) * 100) / capacity)
