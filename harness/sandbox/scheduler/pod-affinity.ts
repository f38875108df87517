import type { Node } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../api/types/object.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { meansPod, type Term } from './affinity-term.ts'
import type { ClusterView } from './cluster-view.ts'
import { FITS, type Misfit } from './misfit.ts'

/**
 * Required affinity and anti-affinity between pods, looked up once for a pod and then asked for each node.
 * Source of the rules and words: k8s.io/kubernetes, pkg/scheduler/framework/plugins/interpodaffinity.
 */
export const podAffinityFilter = (pod: StoredPod, view: ClusterView): ((node: Stored<Node>) => Misfit) => {
  const wanted = requiredTerms(pod, 'podAffinity').map((term) => ({ term, domains: domainsOf(view, pod, term) }))
  const shunned = requiredTerms(pod, 'podAntiAffinity').map((term) => ({ term, domains: domainsOf(view, pod, term) }))
  const repelling = repellingDomains(view, pod)
  // The first of a group of pods that want to be together may go anywhere.
  const isFirst =
    wanted.length > 0 && wanted.every(({ term, domains }) => domains.size === 0 && meansPod(view, term, pod, pod))
  return ({ metadata }) => {
    const isThere = ({ term, domains }: { readonly term: Term; readonly domains: ReadonlySet<string> }): boolean =>
      domains.has(metadata.labels?.[term.topologyKey] ?? '')
    const hasKeys = wanted.every(({ term }) => metadata.labels?.[term.topologyKey] !== undefined)
    if (!hasKeys || (!isFirst && !wanted.every(isThere))) {
      return { reasons: ["node(s) didn't match pod affinity rules"], evictable: false }
    }
    if (shunned.some(isThere)) return { reasons: ["node(s) didn't match pod anti-affinity rules"], evictable: true }
    if (repelling.some(([key, value]) => metadata.labels?.[key] === value)) {
      return { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], evictable: true }
    }
    return FITS
  }
}

export const requiredTerms = (pod: StoredPod, kind: 'podAffinity' | 'podAntiAffinity'): readonly Term[] =>
  pod.spec?.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? []

/** Values of the term's topology key under which a pod runs that the term means. */
const domainsOf = (view: ClusterView, pod: StoredPod, term: Term): ReadonlySet<string> => {
  const domains = new Set<string>()
  for (const { node, pods } of view.loads) {
    const value = node.metadata.labels?.[term.topologyKey]
    if (value === undefined || domains.has(value)) continue
    if (pods.some((other) => meansPod(view, term, pod, other))) domains.add(value)
  }
  return domains
}

/** Where a running pod's own anti-affinity keeps this pod away, as label and value. */
const repellingDomains = (view: ClusterView, pod: StoredPod): readonly (readonly [string, string])[] => {
  const found: (readonly [string, string])[] = []
  for (const { node, unsociable } of view.loads) {
    for (const other of unsociable) {
      for (const term of requiredTerms(other, 'podAntiAffinity')) {
        const value = node.metadata.labels?.[term.topologyKey]
        if (value !== undefined && meansPod(view, term, other, pod)) found.push([term.topologyKey, value])
      }
    }
  }
  return found
}
