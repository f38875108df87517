import { badRequest } from '../refuse.ts'
import type { Selection } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { type ObjectMatcher, parseFieldSelector } from './field-selector.ts'
import { parseLabelSelector, SelectorSyntaxError } from './label-selector.ts'

/** A matcher for both selectors of a request, or `undefined` when it takes everything. @throws {ApiError} 400 */
export const selectionMatcher = (definition: ResourceDefinition, selection: Selection): ObjectMatcher | undefined => {
  const { labelSelector = '', fieldSelector = '' } = selection
  if (labelSelector.trim() === '' && fieldSelector.trim() === '') return undefined
  try {
    const matchesLabels = parseLabelSelector(labelSelector)
    const matchesFields = parseFieldSelector(definition, fieldSelector)
    return (object) => matchesLabels(object.metadata.labels) && matchesFields(object)
  } catch (error) {
    if (!(error instanceof SelectorSyntaxError)) throw error
    const resource = `${definition.group}/${definition.version}, Resource=${definition.plural}`
    throw badRequest(
      `Unable to find ${JSON.stringify(resource)} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}: ${error.message}`,
    )
  }
}
