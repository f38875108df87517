import type { Core } from '../core.ts'
import { invalidValue } from '../field-errors.ts'
import { isJsonObject } from '../merge/json.ts'
import { invalid, noSuchResource, staleObject } from '../refuse.ts'
import { formatLabelSelector, type LabelSelectorObject } from '../selectors/label-selector.ts'
import type { Scale } from '../types/api-client.ts'
import type { InputObject, KubeObject } from '../types/object.ts'
import type { RequestContext } from '../types/request.ts'
import type { ResourceDefinition, ScalePaths } from '../types/resource.ts'
import { replace } from './replace.ts'

/** The Scale of an object. @throws {ApiError} 404 for a kind that cannot be scaled */
export const scaleOf = (definition: ResourceDefinition, object: KubeObject): Scale => {
  const paths = scalePaths(definition)
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const selector = paths.selector === undefined ? undefined : valueAt(object, paths.selector)
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(object, paths.specReplicas) },
    status: {
      replicas: numberAt(object, paths.statusReplicas),
      ...(selector === undefined ? {} : { selector: selectorText(selector) }),
    },
  }
}

/** Stores the number of replicas that a Scale asks for. @returns the new Scale @throws {ApiError} */
export const replaceScale = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  old: KubeObject,
  { verb, wanted }: { readonly verb: 'update' | 'patch'; readonly wanted: InputObject },
): Scale => {
  const paths = scalePaths(definition)
  const spec = isJsonObject(wanted['spec']) ? wanted['spec'] : {}
  const metadata = isJsonObject(wanted['metadata']) ? wanted['metadata'] : {}
  const version = metadata['resourceVersion']
  if (version !== undefined && version !== '' && version !== old.metadata.resourceVersion) {
    throw staleObject(definition, old.metadata.name)
  }
  const replicas = spec['replicas'] ?? 0
  if (typeof replicas !== 'number' || replicas < 0) {
    const error = invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')
    throw invalid({ group: 'autoscaling', kind: 'Scale' }, old.metadata.name, [error])
  }
  const scaled = setAt(old, paths.specReplicas.split('.'), replicas) as KubeObject
  return scaleOf(definition, replace(core, context, definition, old, { verb, subresource: 'scale', wanted: scaled }))
}

const scalePaths = (definition: ResourceDefinition): ScalePaths => {
  if (definition.subresources.scale === undefined) throw noSuchResource()
  return definition.subresources.scale
}

const valueAt = (object: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (isJsonObject(value) ? value[key] : undefined), object)

const numberAt = (object: unknown, path: string): number => {
  const value = valueAt(object, path)
  return typeof value === 'number' ? value : 0
}

const setAt = (object: unknown, [key, ...rest]: readonly string[], value: unknown): unknown => {
  if (key === undefined) return value
  const parent = isJsonObject(object) ? object : {}
  return { ...parent, [key]: setAt(parent[key], rest, value) }
}

const selectorText = (selector: unknown): string =>
  typeof selector === 'string' ? selector : formatLabelSelector(selector as LabelSelectorObject)
