import type { Core } from '../core.ts'
import { authorize } from '../rbac/authorize.ts'
import { badRequest } from '../refuse.ts'
import type { InputObject, KubeObject } from '../types/object.ts'
import type { ObjectRef, RequestContext, WritableSubresource } from '../types/request.ts'
import { attributesOf, definitionFor, existing } from './context.ts'
import { readInput } from './read-input.ts'
import { replace } from './replace.ts'
import { replaceScale } from './scale.ts'

/** Replaces an object, or its status or scale. @throws {ApiError} */
export const update = (
  core: Core,
  context: RequestContext,
  ref: ObjectRef,
  input: InputObject,
  subresource: WritableSubresource | undefined,
): KubeObject => {
  const definition = definitionFor(core, ref.resource, 'update')
  const { namespace, name } = ref
  authorize(core, context, attributesOf(definition, 'update', { namespace, name, subresource }))
  const old = existing(core, definition, ref)
  if (subresource === 'scale') return replaceScale(core, context, definition, old, { verb: 'update', wanted: input })
  const wanted = readInput(core, context, definition, input)
  if (wanted.metadata.name !== undefined && wanted.metadata.name !== name) {
    throw badRequest(`the name of the object (${wanted.metadata.name}) does not match the name on the URL (${name})`)
  }
  return replace(core, context, definition, old, { verb: 'update', subresource, wanted })
}
