import type { Core } from '../core.ts'
import { authorize } from '../rbac/authorize.ts'
import { badRequest, notFound } from '../refuse.ts'
import { apiVersionOf } from '../registry.ts'
import { selectionMatcher } from '../selectors/select.ts'
import { ApiError } from '../types/api-error.ts'
import type { KubeObject } from '../types/object.ts'
import type {
  CollectionRef,
  List,
  ListOptions,
  ObjectRef,
  RequestContext,
  WatchEvent,
  WatchOptions,
} from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { attributesOf, definitionFor, namespaceOf } from '../write/context.ts'

/** @throws {ApiError} 404 */
export const get = (core: Core, context: RequestContext, ref: ObjectRef): KubeObject => {
  const definition = definitionFor(core, ref.resource, 'get')
  const namespace = namespaceOf(definition, ref.namespace)
  authorize(core, context, attributesOf(definition, 'get', { namespace, name: ref.name }))
  const object =
    definition.source === undefined
      ? core.store.get(definition, namespace, ref.name)
      : definition.source.get(namespace, ref.name)
  if (object === undefined) throw notFound(definition, ref.name)
  return presented(core, definition, object)
}

/** As of now, or of the moment when the object's node fell silent. */
const presented = (core: Core, { strategy }: ResourceDefinition, object: KubeObject): KubeObject =>
  strategy.presented?.(object, core.beats.silentSince(object.metadata.name) ?? core.simulation.nowMs()) ?? object

/** Lists a collection; a token continues behind the last object of the page before. @throws {ApiError} */
export const list = (
  core: Core,
  context: RequestContext,
  collection: CollectionRef,
  options: ListOptions,
): List<KubeObject> => {
  const definition = definitionFor(core, collection.resource, 'list')
  const namespace = namespaceOf(definition, collection.namespace)
  authorize(core, context, attributesOf(definition, 'list', { namespace }))
  const matches = selectionMatcher(definition, options)
  const stored =
    definition.source === undefined ? core.store.list(definition, namespace) : definition.source.list(namespace)
  const all = matches === undefined ? stored : stored.filter(matches)
  const start = options.continueToken === undefined ? 0 : readToken(options.continueToken, all)
  const end =
    options.limit === undefined || options.limit <= 0 ? all.length : Math.min(all.length, start + options.limit)
  const last = all[end - 1]
  const items = start === 0 && end === all.length ? all : all.slice(start, end)
  return {
    apiVersion: apiVersionOf(definition),
    kind: definition.listKind ?? `${definition.kind}List`,
    resourceVersion: `${core.store.version()}`,
    items:
      definition.strategy.presented === undefined ? items : items.map((object) => presented(core, definition, object)),
    ...(end < all.length && last !== undefined
      ? { continueToken: tokenOf(last), remainingItemCount: all.length - end }
      : {}),
  }
}

/** Subscribes to a collection. @throws {ApiError} 410 for a version that is too old */
export const watch = (
  core: Core,
  context: RequestContext,
  collection: CollectionRef,
  options: WatchOptions,
  receive: (event: WatchEvent<KubeObject>) => void,
): (() => void) => {
  const definition = definitionFor(core, collection.resource, 'watch')
  const namespace = namespaceOf(definition, collection.namespace)
  authorize(core, context, attributesOf(definition, 'watch', { namespace }))
  const after = options.resourceVersion === undefined ? undefined : Number(options.resourceVersion)
  const matches = selectionMatcher(definition, options)
  const stop = core.watches.subscribe({ definition, namespace, matches, receive }, after)
  if (stop !== undefined) return stop
  throw new ApiError(410, 'Expired', `too old resource version: ${after} (${core.store.version()})`)
}

const keyOf = (object: KubeObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name}`

const tokenOf = (last: KubeObject): string => Buffer.from(keyOf(last)).toString('base64url')

const readToken = (token: string, all: readonly KubeObject[]): number => {
  const key = Buffer.from(token, 'base64url').toString()
  if (!key.includes('/')) throw badRequest('continue key is not valid')
  const index = all.findIndex((object) => keyOf(object) > key)
  return index < 0 ? all.length : index
}
