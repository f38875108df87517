import type { Node, Taint } from 'kubernetes-types/core/v1.d.ts'
import { milliValue, unitValue } from '../api/quantity.ts'
import type { DeepReadonly, Stored } from '../api/types/object.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { isAffine, tolerates } from '../controllers/base/taints.ts'
import { type Demand, podDemand } from './pod-demand.ts'

/** What a node has left over for further pods. */
export interface NodeLoad {
  readonly node: Stored<Node>
  readonly used: Demand
  readonly pods: number
}

/** Why a pod does not fit a node, in the scheduler's words; empty when it does. `evictable`: fewer pods would help. */
export interface Misfit {
  readonly reasons: readonly string[]
  readonly evictable: boolean
}

/** The scheduler's filters in their order; the first that objects decides. */
export const misfitOf = (pod: StoredPod, load: NodeLoad): Misfit => {
  const { node } = load
  if (node.spec?.unschedulable === true && !tolerates(pod, UNSCHEDULABLE)) {
    return { reasons: ['node(s) were unschedulable'], evictable: false }
  }
  const taint = (node.spec?.taints ?? []).find(
    (candidate) => candidate.effect !== 'PreferNoSchedule' && !tolerates(pod, candidate),
  )
  if (taint !== undefined) {
    return { reasons: [`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`], evictable: false }
  }
  if (!isAffine(pod.spec, node)) {
    return { reasons: ["node(s) didn't match Pod's node affinity/selector"], evictable: false }
  }
  const reasons = shortages(pod, load)
  return { reasons, evictable: true }
}

const UNSCHEDULABLE: DeepReadonly<Taint> = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

const shortages = (pod: StoredPod, { node, used, pods }: NodeLoad): string[] => {
  const allocatable = node.status?.allocatable ?? {}
  const demand = pod.spec === undefined ? { cpuMilli: 0, memoryBytes: 0 } : podDemand(pod.spec)
  const reasons: string[] = []
  if (pods + 1 > Number(allocatable['pods'] ?? '110')) reasons.push('Too many pods')
  if (demand.cpuMilli > 0 && used.cpuMilli + demand.cpuMilli > milliValue(allocatable['cpu'] ?? '0'))
    reasons.push('Insufficient cpu')
  if (demand.memoryBytes > 0 && used.memoryBytes + demand.memoryBytes > unitValue(allocatable['memory'] ?? '0')) {
    reasons.push('Insufficient memory')
  }
  return reasons
}
