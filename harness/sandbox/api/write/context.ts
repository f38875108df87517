import type { Core } from '../core.ts'
import { methodNotAllowed, noSuchResource, notFound } from '../refuse.ts'
import type { KubeObject } from '../types/object.ts'
import type { Attributes, ObjectRef, RequestContext } from '../types/request.ts'
import type { Resource, ResourceDefinition, Verb, WriteContext } from '../types/resource.ts'

/** The row of a kind that serves a verb. @throws {ApiError} 404 for a kind that is not served, 405 for a verb that is not */
export const definitionFor = (core: Core, resource: Resource, verb: Verb): ResourceDefinition => {
  const definition = core.registry.find(resource.group, resource.plural)
  if (definition === undefined) throw noSuchResource()
  if (!definition.verbs.includes(verb)) throw methodNotAllowed(verb)
  return definition
}

export const namespaceOf = (definition: ResourceDefinition, namespace: string | undefined): string | undefined =>
  definition.namespaced ? namespace : undefined

/** @throws {ApiError} 404 */
export const existing = (core: Core, definition: ResourceDefinition, ref: ObjectRef): KubeObject => {
  const object = core.store.get(definition, namespaceOf(definition, ref.namespace), ref.name)
  if (object === undefined) throw notFound(definition, ref.name)
  return object
}

export const attributesOf = (
  definition: ResourceDefinition,
  verb: string,
  target: {
    readonly namespace?: string | undefined
    readonly name?: string
    readonly subresource?: string | undefined
  },
): Attributes => ({
  verb,
  group: definition.group,
  resource: definition.plural,
  namespace: namespaceOf(definition, target.namespace),
  ...(target.name === undefined ? {} : { name: target.name }),
  ...(target.subresource === undefined ? {} : { subresource: target.subresource }),
})

export const writeContext = (core: Core, context: RequestContext): WriteContext => ({
  nowMs: core.simulation.nowMs(),
  user: context.user.name,
  objects: (resource, namespace) => core.store.list(resource, namespace),
  draw: core.chance.draws.int,
  review: (at, object) => core.pods.reviewer?.(at, object),
})
