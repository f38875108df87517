import type { KubeObject } from '../types/object.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { SelectorSyntaxError } from './label-selector.ts'

export type ObjectMatcher = (object: KubeObject) => boolean

/**
 * Reads `status.phase=Running,spec.nodeName!=node1` for a kind.
 * @throws {SelectorSyntaxError} also for a field that the kind cannot be selected by: `field label not supported: …`
 */
export const parseFieldSelector = (definition: ResourceDefinition, text: string): ObjectMatcher => {
  const terms = text
    .split(',')
    .filter((term) => term.trim() !== '')
    .map(parseTerm)
  for (const { field } of terms) {
    if (!METADATA_FIELDS.has(field) && !(field in (definition.strategy.selectableFields?.(EMPTY) ?? {}))) {
      throw new SelectorSyntaxError(`field label not supported: ${field}`)
    }
  }
  return (object) => {
    const own = definition.strategy.selectableFields?.(object) ?? {}
    return terms.every(({ field, isEqual, value }) => (fieldValue(object, own, field) === value) === isEqual)
  }
}

interface Term {
  readonly field: string
  readonly isEqual: boolean
  readonly value: string
}

const METADATA_FIELDS = new Set(['metadata.name', 'metadata.namespace'])

/** Every kind answers for an empty object with all of its fields. */
const EMPTY: KubeObject = {
  apiVersion: '',
  kind: '',
  metadata: { name: '', uid: '', resourceVersion: '', creationTimestamp: '' },
}

const parseTerm = (term: string): Term => {
  const match = /^(.*?)(!=|==|=)(.*)$/.exec(term.trim())
  if (match === null) throw new SelectorSyntaxError(`invalid selector: '${term}'; can't understand '${term}'`)
  return { field: match[1]!, isEqual: match[2] !== '!=', value: match[3]! }
}

const fieldValue = (object: KubeObject, own: Readonly<Record<string, string>>, field: string): string => {
  if (field === 'metadata.name') return object.metadata.name
  if (field === 'metadata.namespace') return object.metadata.namespace ?? ''
  return own[field] ?? ''
}
