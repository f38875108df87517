import type { Container, LimitRange, Pod } from 'kubernetes-types/core/v1.d.ts'
import { type Fields, withItems } from '../kinds/with-defaults.ts'
import { forbidden } from '../refuse.ts'
import { resources } from '../resources.ts'
import type { AdmissionPlugin } from '../types/admission.ts'
import type { DeepReadonly, KubeObject, Stored } from '../types/object.ts'
import type { ResourceDefinition, WriteContext } from '../types/resource.ts'
import { limitViolations } from './limit-violations.ts'

/** Gives containers the amounts that a LimitRange of their namespace says, and refuses what is outside its bounds. */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  mutate: ({ definition, operation, context, subresource }, object) => {
    if (operation !== 'create' || subresource !== undefined || !isCore(definition, 'pods')) return object
    return rangesOf(context, object).reduce(withDefaultAmounts, object)
  },
  validate: ({ definition, operation, context, subresource }, object) => {
    if (subresource !== undefined || operation === 'delete') return
    const isPod = isCore(definition, 'pods') && operation === 'create'
    if (!isPod && !isCore(definition, 'persistentvolumeclaims')) return
    for (const range of rangesOf(context, object)) {
      const violations = [...new Set(limitViolations(range, object))]
      if (violations.length === 0) continue
      const why = violations.length === 1 ? violations[0]! : `[${violations.join(', ')}]`
      throw forbidden(definition, object.metadata.name, why)
    }
  },
}

const isCore = (definition: ResourceDefinition, plural: string): boolean =>
  definition.group === '' && definition.plural === plural

const rangesOf = (context: WriteContext, object: KubeObject): readonly Stored<LimitRange>[] =>
  context.objects(resources.limitRanges, object.metadata.namespace) as readonly Stored<LimitRange>[]

const withDefaultAmounts = (object: KubeObject, range: Stored<LimitRange>): KubeObject => {
  const limits: Record<string, string> = {}
  const requests: Record<string, string> = {}
  for (const item of range.spec?.limits ?? []) {
    if (item.type !== 'Container') continue
    Object.assign(limits, item.default)
    Object.assign(requests, item.defaultRequest)
  }
  const notes: string[] = []
  const complete = (what: string) => (fields: Fields) => {
    const container = fields as unknown as DeepReadonly<Container>
    const own = container.resources ?? {}
    const missing = (given: Fields | undefined, defaults: Fields): readonly string[] =>
      Object.keys(defaults)
        .filter((name) => given?.[name] === undefined)
        .sort()
    const newRequests = missing(own.requests, requests)
    const newLimits = missing(own.limits, limits)
    if (newRequests.length > 0) notes.push(`${newRequests.join(', ')} request for ${what} ${container.name}`)
    if (newLimits.length > 0) notes.push(`${newLimits.join(', ')} limit for ${what} ${container.name}`)
    if (newRequests.length + newLimits.length === 0) return fields
    return {
      ...fields,
      resources: { ...own, limits: { ...limits, ...own.limits }, requests: { ...requests, ...own.requests } },
    }
  }
  const pod = object as Stored<Pod>
  let spec = (pod.spec ?? {}) as Fields
  spec = withItems(spec, 'containers', complete('container'))
  spec = withItems(spec, 'initContainers', complete('init container'))
  if (notes.length === 0) return object
  const annotations = { ...pod.metadata.annotations, [NOTE]: `LimitRanger plugin set: ${notes.join('; ')}` }
  return { ...object, metadata: { ...object.metadata, annotations }, spec } as KubeObject
}

const NOTE = 'kubernetes.io/limit-ranger'
