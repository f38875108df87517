import { invalidValue } from './field-errors.ts'
import { labelValueProblem, qualifiedNameProblem } from './names.ts'
import type { FieldError } from './types/api-error.ts'

/** Complaints about keys and values of labels. */
export const checkLabels = (
  field: string,
  labels: Readonly<Record<string, string>> | undefined,
): readonly FieldError[] => {
  const errors: FieldError[] = []
  for (const [key, value] of Object.entries(labels ?? {})) {
    const keyProblem = qualifiedNameProblem(key)
    if (keyProblem !== undefined) errors.push(invalidValue(field, key, keyProblem))
    const valueProblem = labelValueProblem(value)
    if (valueProblem !== undefined) errors.push(invalidValue(field, value, valueProblem))
  }
  return errors
}
