import { checkLabels } from '../check-labels.ts'
import { invalidValue } from '../field-errors.ts'
import { nameProblem, qualifiedNameProblem } from '../names.ts'
import type { FieldError } from '../types/api-error.ts'
import type { ObjectMeta } from '../types/object.ts'
import type { ResourceDefinition } from '../types/resource.ts'

/** Complaints about name, labels, annotations and finalizers. */
export const checkMetadata = (definition: ResourceDefinition, metadata: ObjectMeta): readonly FieldError[] => {
  const errors: FieldError[] = []
  const nameIssue = nameProblem(definition.strategy.nameRule ?? 'subdomain', metadata.name)
  if (nameIssue !== undefined) errors.push(invalidValue('metadata.name', metadata.name, nameIssue))
  errors.push(...checkLabels('metadata.labels', metadata.labels))
  for (const key of Object.keys(metadata.annotations ?? {})) {
    const problem = qualifiedNameProblem(key.toLowerCase())
    if (problem !== undefined) errors.push(invalidValue('metadata.annotations', key, problem))
  }
  for (const finalizer of metadata.finalizers ?? []) {
    const problem = qualifiedNameProblem(finalizer)
    if (problem !== undefined) errors.push(invalidValue('metadata.finalizers', finalizer, problem))
  }
  return errors
}
