import type { LabelSelector } from 'kubernetes-types/meta/v1.d.ts'
import { invalidPrinted, invalidValue, required } from '../field-errors.ts'
import { jsonEqual } from '../merge/json.ts'
import { matchesLabels } from '../selectors/label-selector.ts'
import type { FieldError } from '../types/api-error.ts'
import type { DeepReadonly } from '../types/object.ts'
import { printedMap } from './pod-validation.ts'

type Selector = DeepReadonly<LabelSelector> | undefined

/** Complaints about the selector of a workload. */
export const validateSelector = (selector: Selector): readonly FieldError[] => {
  if (selector === undefined) return [required('spec.selector')]
  const isEmpty = Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
  return isEmpty ? [invalidValue('spec.selector', {}, `empty selector is invalid for deployment`)] : []
}

/** A workload's selector cannot change. */
export const validateSameSelector = (selector: Selector, old: Selector): readonly FieldError[] =>
  jsonEqual(selector, old) ? [] : [invalidPrinted('spec.selector', printedSelector(selector), 'field is immutable')]

export const isSelected = (
  selector: Selector,
  template: DeepReadonly<{ metadata?: { labels?: Record<string, string> } }> | undefined,
): boolean => matchesLabels(selector, template?.metadata?.labels)

const printedSelector = (selector: Selector): string => {
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `v1.LabelSelectorRequirement{Key:${JSON.stringify(key)}, Operator:${JSON.stringify(operator)}, Values:[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}}`,
  )
  const printed =
    expressions.length === 0
      ? '[]v1.LabelSelectorRequirement(nil)'
      : `[]v1.LabelSelectorRequirement{${expressions.join(', ')}}`
  return `v1.LabelSelector{MatchLabels:${printedMap(selector?.matchLabels)}, MatchExpressions:${printed}}`
}
