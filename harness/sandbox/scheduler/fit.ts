import type { Taint } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { isAffine, tolerates } from '../controllers/base/taints.ts'
import type { ClusterView, NodeLoad } from './cluster-view.ts'
import { FITS, type Misfit } from './misfit.ts'
import { podAffinityFilter } from './pod-affinity.ts'
import { type Demand, NO_DEMAND, podDemand } from './pod-demand.ts'
import { isBoundElsewhere, type PodVolumes } from './pod-volumes.ts'
import { topologySpreadFilter } from './topology-spread.ts'

/** The scheduler's filters for one pod, in their order; the first that objects to a node decides. */
export const createFilter = (pod: StoredPod, view: ClusterView, volumes: PodVolumes): ((load: NodeLoad) => Misfit) => {
  const spread = topologySpreadFilter(pod, view)
  const affinity = podAffinityFilter(pod, view)
  const demand = pod.spec === undefined ? NO_DEMAND : podDemand(pod.spec)
  const ports = hostPorts(pod)
  return (load) => {
    const { node } = load
    if (node.spec?.unschedulable === true && !tolerates(pod, UNSCHEDULABLE)) {
      return never('node(s) were unschedulable')
    }
    const taint = (node.spec?.taints ?? []).find(
      (candidate) => candidate.effect !== 'PreferNoSchedule' && !tolerates(pod, candidate),
    )
    if (taint !== undefined) return never(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`)
    if (!isAffine(pod.spec, node)) return never("node(s) didn't match Pod's node affinity/selector")
    if (ports.length > 0 && isPortTaken(ports, load)) {
      return { reasons: ["node(s) didn't have free ports for the requested pod ports"], evictable: true }
    }
    const reasons = shortages(demand, load)
    if (reasons.length > 0) return { reasons, evictable: true }
    if (isBoundElsewhere(volumes, node)) return never('node(s) had volume node affinity conflict')
    if (volumes.unavailable) return never("node(s) didn't find available persistent volumes to bind")
    const spreading = spread(node)
    if (spreading.reasons.length > 0) return spreading
    const company = affinity(node)
    return company.reasons.length > 0 ? company : FITS
  }
}

const UNSCHEDULABLE: DeepReadonly<Taint> = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

const never = (reason: string): Misfit => ({ reasons: [reason], evictable: false })

const shortages = (demand: Demand, { allocatable, used, pods }: NodeLoad): readonly string[] => {
  const reasons: string[] = []
  if (pods.length + 1 > allocatable.pods) reasons.push('Too many pods')
  if (demand.cpuMilli > 0 && used.cpuMilli + demand.cpuMilli > allocatable.cpuMilli) reasons.push('Insufficient cpu')
  if (demand.memoryBytes > 0 && used.memoryBytes + demand.memoryBytes > allocatable.memoryBytes) {
    reasons.push('Insufficient memory')
  }
  return reasons
}

const isPortTaken = (wanted: readonly string[], { pods }: NodeLoad): boolean => {
  const taken = new Set(pods.flatMap(hostPorts))
  return wanted.some((port) => taken.has(port))
}

const hostPorts = (pod: StoredPod): readonly string[] =>
  (pod.spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, protocol = 'TCP' }) =>
      hostPort === undefined || hostPort === 0 ? [] : [`${protocol}/${hostPort}`],
    ),
  )
