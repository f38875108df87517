import type { Node, TopologySpreadConstraint } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../api/types/object.ts'
import { matchesSelector } from '../controllers/base/labels.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { isAffine, tolerates } from '../controllers/base/taints.ts'
import type { ClusterView } from './cluster-view.ts'
import { FITS, type Misfit } from './misfit.ts'

type Constraint = DeepReadonly<TopologySpreadConstraint>

/** Constraints that forbid a place. Source: k8s.io/kubernetes, pkg/scheduler/framework/plugins/podtopologyspread. */
export const topologySpreadFilter = (pod: StoredPod, view: ClusterView): ((node: Stored<Node>) => Misfit) => {
  const constraints = (pod.spec?.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
    .map((constraint) => ({ constraint, counts: countByDomain(constraint, pod, view) }))
  return ({ metadata }) => {
    for (const { constraint, counts } of constraints) {
      const value = metadata.labels?.[constraint.topologyKey]
      if (value === undefined) {
        return {
          reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
          evictable: false,
        }
      }
      const isSpread = counts.size < (constraint.minDomains ?? 1)
      const fewest = isSpread ? 0 : Math.min(...counts.values())
      const self = matchesSelector(pod.metadata.labels, selectorOf(constraint, pod)) ? 1 : 0
      if ((counts.get(value) ?? 0) + self - fewest > constraint.maxSkew) {
        return { reasons: ["node(s) didn't match pod topology spread constraints"], evictable: true }
      }
    }
    return FITS
  }
}

/** Pods that a constraint means, by domain, over the nodes that are open to the pod. */
export const countByDomain = (
  constraint: Constraint,
  pod: StoredPod,
  view: ClusterView,
): ReadonlyMap<string, number> => {
  const { nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' } = constraint
  const selector = selectorOf(constraint, pod)
  const counts = new Map<string, number>()
  for (const { node, pods } of view.loads) {
    const value = node.metadata.labels?.[constraint.topologyKey]
    if (value === undefined || (nodeAffinityPolicy === 'Honor' && !isAffine(pod.spec, node))) continue
    const isClosed = (node.spec?.taints ?? []).some(
      (taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(pod, taint),
    )
    if (nodeTaintsPolicy === 'Honor' && isClosed) continue
    const count = pods.filter(
      ({ metadata }) =>
        metadata.namespace === pod.metadata.namespace &&
        metadata.deletionTimestamp === undefined &&
        matchesSelector(metadata.labels, selector),
    ).length
    counts.set(value, (counts.get(value) ?? 0) + count)
  }
  return counts
}

const selectorOf = (
  { labelSelector, matchLabelKeys = [] }: Constraint,
  pod: StoredPod,
): Constraint['labelSelector'] => {
  const own = matchLabelKeys.flatMap((key) => {
    const value = pod.metadata.labels?.[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  if (own.length === 0) return labelSelector
  return { ...labelSelector, matchLabels: { ...labelSelector?.matchLabels, ...Object.fromEntries(own) } }
}
