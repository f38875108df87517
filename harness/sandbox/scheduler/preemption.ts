import type { StoredPod } from '../controllers/base/pods.ts'
import type { ClusterView, NodeLoad } from './cluster-view.ts'
import { withPods } from './cluster-view.ts'
import type { Misfit } from './misfit.ts'

/** Who must go so that a pod can run, or why nobody's going would help. */
export type Preemption =
  | { readonly result: 'victims'; readonly node: string; readonly victims: readonly StoredPod[] }
  | { readonly result: 'none'; readonly outlook: readonly string[] }
  | { readonly result: 'ineligible'; readonly why: string }

export interface PreemptionDependencies {
  readonly view: ClusterView
  /** Filters as they would judge in another view. */
  readonly misfitIn: (view: ClusterView, load: NodeLoad) => Misfit
  /** Whether a disruption budget would be violated. */
  readonly isProtected: (pod: StoredPod) => boolean
}

/** Source of the rules and words: k8s.io/kubernetes, pkg/scheduler/framework/preemption. */
export const preempt = (
  { view, misfitIn, isProtected }: PreemptionDependencies,
  pod: StoredPod,
  misfits: ReadonlyMap<string, Misfit>,
): Preemption => {
  if (pod.spec?.preemptionPolicy === 'Never') {
    return { result: 'ineligible', why: 'not eligible due to preemptionPolicy=Never.' }
  }
  const priority = priorityOf(pod)
  const nominated = view.loads.find(({ node }) => node.metadata.name === pod.status?.nominatedNodeName)
  const isLeaving = (other: StoredPod): boolean =>
    priorityOf(other) < priority && other.metadata.deletionTimestamp !== undefined
  if (nominated?.pods.some(isLeaving) === true) {
    return { result: 'ineligible', why: 'not eligible due to a terminating pod on the nominated node.' }
  }
  const outlook: string[] = []
  const candidates: { readonly node: string; readonly victims: readonly StoredPod[]; readonly violations: number }[] =
    []
  for (const load of view.loads) {
    const { name } = load.node.metadata
    if (misfits.get(name)?.evictable !== true) {
      outlook.push('Preemption is not helpful for scheduling')
      continue
    }
    const lesser = load.pods.filter((other) => priorityOf(other) < priority)
    const judge = (kept: readonly StoredPod[]): Misfit => {
      const reduced = withPods(load.node, kept)
      const loads = view.loads.map((other) => (other === load ? reduced : other))
      return misfitIn({ ...view, loads }, reduced)
    }
    let kept = load.pods.filter((other) => !lesser.includes(other))
    const without = judge(kept)
    if (lesser.length === 0) outlook.push('No preemption victims found for incoming pod')
    else if (without.reasons.length > 0) outlook.push(...without.reasons)
    else {
      // Whoever can stay, stays: those under a budget are asked first, then the more important.
      const byImportance = lesser.toSorted(
        (a, b) =>
          Number(isProtected(b)) - Number(isProtected(a)) ||
          priorityOf(b) - priorityOf(a) ||
          startMs(a) - startMs(b) ||
          (a.metadata.uid < b.metadata.uid ? -1 : 1),
      )
      const victims: StoredPod[] = []
      for (const other of byImportance) {
        if (judge([...kept, other]).reasons.length === 0) kept = [...kept, other]
        else victims.push(other)
      }
      candidates.push({ node: name, victims, violations: victims.filter(isProtected).length })
    }
  }
  const [best] = candidates.toSorted(
    (a, b) =>
      a.violations - b.violations ||
      highest(a.victims) - highest(b.victims) ||
      sum(a.victims) - sum(b.victims) ||
      a.victims.length - b.victims.length,
  )
  return best === undefined
    ? { result: 'none', outlook }
    : { result: 'victims', node: best.node, victims: best.victims }
}

export const priorityOf = (pod: StoredPod): number => pod.spec?.priority ?? 0

const startMs = (pod: StoredPod): number => Date.parse(pod.status?.startTime ?? pod.metadata.creationTimestamp)

const highest = (pods: readonly StoredPod[]): number => Math.max(...pods.map(priorityOf))

const sum = (pods: readonly StoredPod[]): number => pods.reduce((total, pod) => total + priorityOf(pod) + 2 ** 31, 0)
