import type { Namespace, Node } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../api/types/object.ts'
import type { Informers } from '../controllers/base/informers.ts'
import { isFinished, type StoredPod } from '../controllers/base/pods.ts'
import { milliValue, unitValue } from '../api/quantity.ts'
import { type Demand, NO_DEMAND, podDemand } from './pod-demand.ts'

/** A node with what runs on it. */
export interface NodeLoad {
  readonly node: Stored<Node>
  readonly used: Demand
  /** What the node offers to pods together. */
  readonly allocatable: Demand & { readonly pods: number }
  readonly pods: readonly StoredPod[]
  /** Those of the pods that keep others away by a required anti-affinity. */
  readonly unsociable: readonly StoredPod[]
}

/** All nodes as one look of the scheduler sees them. */
export interface ClusterView {
  readonly loads: readonly NodeLoad[]
  readonly namespace: (name: string) => Stored<Namespace> | undefined
}

/** Keeps account of the pods on each node, so that a look costs no walk over all pods. */
export const createClusterView = (informers: Informers) => {
  const placed = new Map<string, Map<string, StoredPod>>()
  const known = new Map<string, NodeLoad>()

  const note = (pod: StoredPod, node: string, isGone: boolean): void => {
    const pods = placed.get(node) ?? new Map<string, StoredPod>()
    placed.set(node, pods)
    if (isGone) pods.delete(pod.metadata.uid)
    else pods.set(pod.metadata.uid, pod)
    known.delete(node)
  }

  informers.pods.onChange(({ type, object }) => {
    const node = object.spec?.nodeName ?? ''
    if (node !== '') note(object, node, type === 'DELETED' || isFinished(object))
  })
  informers.nodes.onChange(({ object }) => known.delete(object.metadata.name))

  const loadOf = (node: Stored<Node>): NodeLoad => {
    const { name } = node.metadata
    const cached = known.get(name)
    if (cached !== undefined) return cached
    const load = withPods(node, [...(placed.get(name)?.values() ?? [])])
    known.set(name, load)
    return load
  }

  /** @param nominated pods that are promised a place, by node: they count as if they ran there */
  const look = (nominated: ReadonlyMap<string, readonly StoredPod[]>): ClusterView => ({
    loads: Array.from(informers.nodes.all(), (node) => {
      const promised = nominated.get(node.metadata.name)
      const load = loadOf(node)
      return promised === undefined ? load : withPods(node, [...load.pods, ...promised])
    }),
    namespace: (name) => informers.namespaces.get(undefined, name),
  })

  /** Counts a pod on a node before the news of its binding is back: the next pod may be looked at in the same instant. */
  const assume = (pod: StoredPod, node: string): void => note(pod, node, false)

  return { look, assume }
}

export const withPods = (node: Stored<Node>, pods: readonly StoredPod[]): NodeLoad => {
  const used = { cpuMilli: 0, memoryBytes: 0 }
  for (const { spec } of pods) {
    const demand = spec === undefined ? NO_DEMAND : podDemand(spec)
    used.cpuMilli += demand.cpuMilli
    used.memoryBytes += demand.memoryBytes
  }
  return { node, used, allocatable: allocatableOf(node), pods, unsociable: pods.filter(isUnsociable) }
}

const isUnsociable = ({ spec }: StoredPod): boolean =>
  spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution !== undefined

const allocatableOf = ({ status }: Stored<Node>): NodeLoad['allocatable'] => {
  const { cpu = '0', memory = '0', pods = '110' } = status?.allocatable ?? {}
  return { cpuMilli: milliValue(cpu), memoryBytes: unitValue(memory), pods: Number(pods) }
}
