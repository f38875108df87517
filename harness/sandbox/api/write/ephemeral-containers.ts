import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { forbiddenField, required } from '../field-errors.ts'
import { jsonEqual } from '../merge/json.ts'
import { invalid } from '../refuse.ts'
import type { FieldError } from '../types/api-error.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { ResourceDefinition } from '../types/resource.ts'

/** A pod with the debugging containers of another version of it, and nothing else. */
export const withEphemeralContainersOf = (pod: KubeObject, source: KubeObject): KubeObject => {
  const { spec } = pod as Stored<Pod>
  const { ephemeralContainers } = (source as Stored<Pod>).spec ?? {}
  return {
    ...pod,
    spec: { ...spec, ...(ephemeralContainers === undefined ? {} : { ephemeralContainers }) },
  } as KubeObject
}

/** Debugging containers can be added, never changed or taken away. @throws {ApiError} 422 */
export const checkEphemeralContainers = (definition: ResourceDefinition, pod: KubeObject, old: KubeObject): void => {
  const field = 'spec.ephemeralContainers'
  const next = (pod as Stored<Pod>).spec?.ephemeralContainers ?? []
  const errors: FieldError[] = []
  for (const before of (old as Stored<Pod>).spec?.ephemeralContainers ?? []) {
    const after = next.find(({ name }) => name === before.name)
    if (after === undefined)
      errors.push(forbiddenField(field, `existing ephemeral containers "${before.name}" may not be removed`))
    else if (!jsonEqual(after, before)) {
      errors.push(forbiddenField(field, `existing ephemeral containers "${before.name}" may not be changed`))
    }
  }
  for (const [index, { name, image }] of next.entries()) {
    if (name === undefined || name === '') errors.push(required(`${field}[${index}].name`))
    if (image === undefined || image === '') errors.push(required(`${field}[${index}].image`))
  }
  if (errors.length > 0) throw invalid(definition, pod.metadata.name, errors)
}
