import type { Node, Taint, Toleration } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { hasLabels, matchesRule } from './labels.ts'
import type { StoredPod } from './pods.ts'

type SomeTaint = DeepReadonly<Taint>
type SomeToleration = DeepReadonly<Toleration>

export const tolerates = (pod: StoredPod, taint: SomeTaint): boolean =>
  (pod.spec?.tolerations ?? []).some((toleration) => covers(toleration, taint))

export const covers = (toleration: SomeToleration, taint: SomeTaint): boolean => {
  const { key = '', effect = '', operator = 'Equal', value = '' } = toleration
  if (effect !== '' && effect !== taint.effect) return false
  if (key === '') return operator === 'Exists'
  if (key !== taint.key) return false
  return operator === 'Exists' || value === (taint.value ?? '')
}

/** Whether a node has what the pod's node selector and required node affinity ask for. */
export const isAffine = (spec: StoredPod['spec'], node: Stored<Node>): boolean => {
  if (!hasLabels(node.metadata.labels, spec?.nodeSelector ?? {})) return false
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  return terms === undefined || terms.some((term) => matchesTerm(term, node))
}

/** One node selector term: expressions over labels, and over the node's name. */
export const matchesTerm = (
  term: {
    readonly matchExpressions?: readonly Rule[]
    readonly matchFields?: readonly Rule[]
  },
  node: Stored<Node>,
): boolean =>
  (term.matchExpressions ?? []).every((rule) => matchesRule(node.metadata.labels, rule)) &&
  (term.matchFields ?? []).every((rule) => matchesRule({ 'metadata.name': node.metadata.name }, rule))

interface Rule {
  readonly key: string
  readonly operator: string
  readonly values?: readonly string[]
}
