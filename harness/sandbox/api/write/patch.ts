import type { Core } from '../core.ts'
import { invalidPrinted } from '../field-errors.ts'
import { isJsonObject, type JsonObject } from '../merge/json.ts'
import { jsonPatch, JsonPatchError } from '../merge/json-patch.ts'
import { mergePatch } from '../merge/merge-patch.ts'
import { strategicMerge, StrategicMergeError } from '../merge/strategic-merge.ts'
import { authorize } from '../rbac/authorize.ts'
import { badRequest, invalid } from '../refuse.ts'
import { DecodeError } from '../schema/decode.ts'
import { ApiError } from '../types/api-error.ts'
import type { KubeObject } from '../types/object.ts'
import type { ObjectRef, Patch, RequestContext, WritableSubresource } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { apply } from './apply.ts'
import { attributesOf, definitionFor, existing } from './context.ts'
import { printedPatch } from './printed-patch.ts'
import { decodeInput, strictMessage } from './read-input.ts'
import { replace } from './replace.ts'
import { replaceScale, scaleOf } from './scale.ts'

/** Changes an object by a patch. @throws {ApiError} */
export const patch = (
  core: Core,
  context: RequestContext,
  ref: ObjectRef,
  sent: Patch,
  subresource: WritableSubresource | undefined,
): KubeObject => {
  if (sent.type === 'apply') return apply(core, context, ref, sent, subresource)
  const definition = definitionFor(core, ref.resource, 'patch')
  const { namespace, name } = ref
  authorize(core, context, attributesOf(definition, 'patch', { namespace, name, subresource }))
  const old = existing(core, definition, ref)
  if (subresource === 'scale') {
    const wanted = patched(definition, scaleOf(definition, old), sent)
    return replaceScale(core, context, definition, old, { verb: 'patch', wanted })
  }
  const wanted = decodePatched(core, context, definition, patched(definition, old, sent), sent)
  return replace(core, context, definition, old, { verb: 'patch', subresource, wanted })
}

const patched = (definition: ResourceDefinition, original: KubeObject, sent: Patch): JsonObject => {
  try {
    const result = applied(definition, original, sent)
    if (isJsonObject(result)) return result
    throw badRequest('json: cannot unmarshal non-object into Go value of type map[string]interface {}')
  } catch (error) {
    if (error instanceof JsonPatchError && !error.isMalformed) {
      throw new ApiError(422, 'Invalid', error.message, { name: '' })
    }
    if (error instanceof JsonPatchError || error instanceof StrategicMergeError) throw badRequest(error.message)
    throw error
  }
}

const applied = (definition: ResourceDefinition, original: KubeObject, { type, body }: Patch): unknown => {
  switch (type) {
    case 'apply':
      throw new TypeError('an apply patch is not applied to one object')
    case 'json':
      return jsonPatch(original, body)
    case 'merge':
      return mergePatch(original, body)
    case 'strategic':
      if (definition.custom) throw unsupportedStrategic()
      return strategicMerge(definition.schema, original, body)
  }
}

const unsupportedStrategic = (): ApiError =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
  )

/** Decodes the patched object; what does not fit is reported as a fault of the patch. */
const decodePatched = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  patched: JsonObject,
  sent: Patch,
): KubeObject => {
  try {
    const { value, unknownFields } = decodeInput(core, definition, patched)
    if (unknownFields.length > 0) {
      if (context.fieldValidation === 'Strict') throw patchInvalid(sent, strictMessage(unknownFields))
      if (context.fieldValidation === 'Warn') {
        for (const field of unknownFields) context.warn?.(`unknown field "${field}"`)
      }
    }
    return value
  } catch (error) {
    if (error instanceof DecodeError) throw patchInvalid(sent, error.message)
    throw error
  }
}

const patchInvalid = (sent: Patch, why: string): ApiError =>
  invalid({ group: '', kind: '' }, '', [invalidPrinted('patch', JSON.stringify(printedPatch(sent)), why)])
