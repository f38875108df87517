import type { LabelSelector } from 'kubernetes-types/meta/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'

type Labels = Readonly<Record<string, string>> | undefined

/** Whether every pair of an equality selector is among the labels. */
export const hasLabels = (labels: Labels, wanted: Readonly<Record<string, string>>): boolean => {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false
  return true
}

/** Whether labels satisfy a LabelSelector. An absent selector matches nothing, an empty one everything. */
export const matchesSelector = (labels: Labels, selector: DeepReadonly<LabelSelector> | undefined): boolean => {
  if (selector === undefined) return false
  return (
    hasLabels(labels, selector.matchLabels ?? {}) &&
    (selector.matchExpressions ?? []).every((rule) => matchesRule(labels, rule))
  )
}

/** One `matchExpressions` rule. An unknown operator matches nothing. */
export const matchesRule = (
  labels: Labels,
  rule: { readonly key: string; readonly operator: string; readonly values?: readonly string[] | undefined },
): boolean => {
  const value = labels?.[rule.key]
  if (rule.operator === 'Exists') return value !== undefined
  if (rule.operator === 'DoesNotExist') return value === undefined
  if (rule.operator === 'In') return value !== undefined && (rule.values ?? []).includes(value)
  if (rule.operator === 'NotIn') return value === undefined || !(rule.values ?? []).includes(value)
  return false
}
