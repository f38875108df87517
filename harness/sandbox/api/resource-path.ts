import type { Registry } from './types/api-server.ts'
import type { ObjectRef, WritableSubresource } from './types/request.ts'
import type { ResourceDefinition } from './types/resource.ts'

/** What a path below `/api/v1` or `/apis/GROUP/VERSION` names. */
export interface Target {
  readonly definition: ResourceDefinition
  readonly namespace?: string
  /** Absent for a collection. */
  readonly name?: string
  readonly subresource?: string
}

/** @param path decoded parts of the whole path @returns `undefined` where nothing is served */
export const targetOf = (registry: Registry, path: readonly string[]): Target | undefined => {
  const isCore = path[0] === 'api'
  const [group = '', version = ''] = isCore ? ['', path[1]] : path.slice(1, 3)
  const rest = path.slice(isCore ? 2 : 3)
  const [first, namespace, plural] = rest
  const isNested =
    first === 'namespaces' && plural !== undefined && !(isCore && NAMESPACE_SUBRESOURCES.includes(plural))
  const [resource = '', name, subresource, ...more] = isNested ? rest.slice(2) : rest
  const definition = registry.find(group, resource)
  if (definition === undefined || definition.version !== version || more.length > 0) return undefined
  if (definition.namespaced !== isNested && (isNested || name !== undefined)) return undefined
  if (name === '' || subresource === '' || namespace === '') return undefined
  return {
    definition,
    ...(isNested && namespace !== undefined ? { namespace } : {}),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  }
}

const NAMESPACE_SUBRESOURCES = ['status', 'finalize']

/** Whether a subresource is read and written as an object. */
export const isWritable = (
  { subresources: { status, scale, others = [] } }: ResourceDefinition,
  subresource: string,
): subresource is WritableSubresource =>
  (subresource === 'status' && status === true) ||
  (subresource === 'scale' && scale !== undefined) ||
  (subresource === 'ephemeralcontainers' && others.includes(subresource))

export const refOf = ({ definition, namespace, name = '' }: Target): ObjectRef => ({
  resource: definition,
  name,
  ...(namespace === undefined ? {} : { namespace }),
})
