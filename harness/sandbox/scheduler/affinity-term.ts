import type { PodAffinityTerm } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import { matchesSelector } from '../controllers/base/labels.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import type { ClusterView } from './cluster-view.ts'

export type Term = DeepReadonly<PodAffinityTerm>

/** Whether a term of `owner`'s (anti-)affinity means `other`. Without namespaces it means those of the owner. */
export const meansPod = (view: ClusterView, term: Term, owner: StoredPod, other: StoredPod): boolean => {
  if (!matchesSelector(other.metadata.labels, withLabelKeys(term, owner))) return false
  const namespace = other.metadata.namespace ?? ''
  const { namespaces = [], namespaceSelector } = term
  if (namespaces.length === 0 && namespaceSelector === undefined) return namespace === owner.metadata.namespace
  if (namespaces.includes(namespace)) return true
  return matchesSelector(view.namespace(namespace)?.metadata.labels, namespaceSelector)
}

/** `matchLabelKeys` narrows a selector to the owner's own values. */
const withLabelKeys = (term: Term, owner: StoredPod): Term['labelSelector'] => {
  const { matchLabelKeys = [] } = term as { readonly matchLabelKeys?: readonly string[] }
  if (matchLabelKeys.length === 0 || term.labelSelector === undefined) return term.labelSelector
  const own = matchLabelKeys.flatMap((key) => {
    const value = owner.metadata.labels?.[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  return { ...term.labelSelector, matchLabels: { ...term.labelSelector.matchLabels, ...Object.fromEntries(own) } }
}
