import { POD_FIELDS } from '../select-targets.ts'
import type { PodSelector } from '../types.ts'

export const selectorComplaint = (
  path: string,
  { fieldSelectors = {}, expressionSelectors = [] }: PodSelector,
): string | undefined => {
  for (const field of Object.keys(fieldSelectors))
    if (!(field in POD_FIELDS)) return `${path}.fieldSelectors: field label not supported: ${field}`
  for (const { operator } of expressionSelectors)
    if (!OPERATORS.includes(operator))
      return `${path}.expressionSelectors: "${operator}" is not a valid label selector operator`
  return undefined
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist']
