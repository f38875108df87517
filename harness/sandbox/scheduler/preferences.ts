import type { Node } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../api/types/object.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { matchesTerm, tolerates } from '../controllers/base/taints.ts'
import { meansPod, type Term } from './affinity-term.ts'
import type { ClusterView } from './cluster-view.ts'
import { countByDomain } from './topology-spread.ts'

/** Extra points of a node for what a pod prefers, with the weights of the scheduler's plugins; 0 for a pod that prefers nothing. */
export const preferencePoints = (pod: StoredPod, view: ClusterView): ((node: Stored<Node>) => number) => {
  const plugins = [
    { weight: 3, points: toleranceOf(pod, view) },
    { weight: 2, points: nodeAffinityOf(pod) },
    { weight: 2, points: spreadOf(pod, view) },
    { weight: 2, points: companyOf(pod, view) },
  ]
  const scores = plugins.flatMap(({ weight, points }) => {
    if (points === undefined) return []
    const raw = new Map(view.loads.map(({ node }) => [node.metadata.name, points(node)]))
    const low = Math.min(...raw.values())
    const high = Math.max(...raw.values())
    if (high === low) return []
    return [(name: string): number => (weight * 100 * ((raw.get(name) ?? low) - low)) / (high - low)]
  })
  return ({ metadata }) => scores.reduce((total, score) => total + score(metadata.name), 0)
}

/** Absent where all nodes are alike to the pod. */
type Points = ((node: Stored<Node>) => number) | undefined

const toleranceOf = (pod: StoredPod, view: ClusterView): Points => {
  const untolerated = ({ spec }: Stored<Node>): number =>
    (spec?.taints ?? []).filter((taint) => taint.effect === 'PreferNoSchedule' && !tolerates(pod, taint)).length
  return view.loads.some(({ node }) => node.spec?.taints !== undefined) ? (node) => -untolerated(node) : undefined
}

const nodeAffinityOf = (pod: StoredPod): Points => {
  const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  if (preferred.length === 0) return undefined
  return (node) =>
    preferred.reduce((sum, { weight, preference }) => sum + (matchesTerm(preference, node) ? weight : 0), 0)
}

const spreadOf = (pod: StoredPod, view: ClusterView): Points => {
  const constraints = (pod.spec?.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway')
    .map((constraint) => ({ constraint, counts: countByDomain(constraint, pod, view) }))
  if (constraints.length === 0) return undefined
  return ({ metadata }) =>
    -constraints.reduce(
      (sum, { constraint, counts }) => sum + (counts.get(metadata.labels?.[constraint.topologyKey] ?? '') ?? 0),
      0,
    )
}

const companyOf = (pod: StoredPod, view: ClusterView): Points => {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {}
  const wishes = [
    ...(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => ({
      weight,
      term: podAffinityTerm,
    })),
    ...(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => ({
      weight: -weight,
      term: podAffinityTerm,
    })),
  ].map(({ weight, term }) => ({ weight, term, counts: countMeant(view, pod, term) }))
  if (wishes.length === 0) return undefined
  return ({ metadata }) =>
    wishes.reduce(
      (sum, { weight, term, counts }) => sum + weight * (counts.get(metadata.labels?.[term.topologyKey] ?? '') ?? 0),
      0,
    )
}

const countMeant = (view: ClusterView, pod: StoredPod, term: Term): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { node, pods } of view.loads) {
    const value = node.metadata.labels?.[term.topologyKey]
    if (value === undefined) continue
    counts.set(value, (counts.get(value) ?? 0) + pods.filter((other) => meansPod(view, term, pod, other)).length)
  }
  return counts
}
