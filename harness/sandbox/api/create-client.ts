import type { Core } from './core.ts'
import { authorize } from './rbac/authorize.ts'
import { impersonated } from './rbac/impersonate.ts'
import { allows, rulesFor } from './rbac/rules.ts'
import { attach, exec, log } from './read/connect.ts'
import { get, list, watch } from './read/read.ts'
import type { ApiClient } from './types/api-client.ts'
import { ApiError } from './types/api-error.ts'
import type { InputObject, KubeObject } from './types/object.ts'
import type { List, ObjectRef, RequestContext, WatchEvent } from './types/request.ts'
import { bind } from './write/bind.ts'
import { attributesOf, definitionFor, existing } from './write/context.ts'
import { createToken } from './write/create-token.ts'
import { create } from './write/create.ts'
import { remove, removeCollection } from './write/delete.ts'
import { evict } from './write/evict.ts'
import { patch } from './write/patch.ts'
import { scaleOf } from './write/scale.ts'
import { update } from './write/update.ts'

/** The server's operations as one identity calls them. The types of kinds exist at this border only; inside, objects are objects. */
export const createClient = (core: Core, given: RequestContext): ApiClient => {
  const context = effective(core, given)
  const untyped = {
    context,
    get: (ref: ObjectRef): KubeObject => get(core, context, ref),
    find: (ref: ObjectRef): KubeObject | undefined => find(() => get(core, context, ref)),
    list: (collection, options = {}): List<KubeObject> => list(core, context, collection, options),
    watch: (collection, options, receive) =>
      watch(core, context, collection, options, receive as (event: WatchEvent<KubeObject>) => void),
    create: (collection, object): KubeObject => create(core, context, collection, object as InputObject),
    update: (ref, object, subresource): KubeObject => update(core, context, ref, object as InputObject, subresource),
    patch: (ref, sent, subresource): KubeObject => patch(core, context, ref, sent, subresource),
    delete: (ref, options = {}): KubeObject => remove(core, context, ref, options),
    deleteCollection: (collection, options = {}): readonly KubeObject[] =>
      removeCollection(core, context, collection, options),
    getScale: (ref) => {
      const definition = definitionFor(core, ref.resource, 'get')
      const { namespace, name } = ref
      authorize(core, context, attributesOf(definition, 'get', { namespace, name, subresource: 'scale' }))
      return scaleOf(definition, existing(core, definition, ref))
    },
    evict: (ref, options = {}) => evict(core, context, ref, options),
    bind: (ref, nodeName) => bind(core, context, ref, nodeName),
    createToken: (ref, options = {}) => createToken(core, context, ref, options),
    log: (ref, options = {}) => log(core, context, ref, options),
    exec: (flow, ref, options) => exec(core, context, flow, ref, options),
    attach: (flow, ref, options) => attach(core, context, flow, ref, options),
    canI: (attributes) => allows(core.store, context.user, attributes),
    rules: (namespace) => rulesFor(core.store, context.user, namespace),
  } satisfies UntypedClient
  return untyped as ApiClient
}

/** Any function type fits: what the casts of the border may not hide is a missing operation. */
type UntypedClient = {
  readonly [Name in keyof ApiClient]: Name extends 'context' ? RequestContext : Loose<ApiClient[Name]>
}

type Loose<F> = F extends (...parameters: infer P) => unknown ? (...parameters: P) => unknown : F

/** The context under which requests run: an impersonated user has taken the place of the real one. */
const effective = (core: Core, { impersonate, ...context }: RequestContext): RequestContext =>
  impersonate === undefined ? context : { ...context, user: impersonated(core.store, context.user, impersonate) }

const find = (read: () => KubeObject): KubeObject | undefined => {
  try {
    return read()
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound' && error.details?.name !== undefined) return undefined
    throw error
  }
}
