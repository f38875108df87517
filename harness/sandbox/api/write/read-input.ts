import type { Core } from '../core.ts'
import { isJsonObject } from '../merge/json.ts'
import { badRequest } from '../refuse.ts'
import { apiVersionOf } from '../registry.ts'
import { DecodeError } from '../schema/decode.ts'
import type { InputObject, KubeObject } from '../types/object.ts'
import type { RequestContext } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'

/**
 * Reads an object that somebody sent: a frozen copy, without unknown fields.
 * @throws {ApiError} 400 with the wording of the server's decoder
 */
export const readInput = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  input: InputObject,
): KubeObject => {
  const { apiVersion, kind } = checkedKind(definition, input)
  try {
    const { value, unknownFields } = decodeInput(core, definition, { ...input, apiVersion, kind })
    if (unknownFields.length > 0) complain(context, definition, unknownFields)
    return value
  } catch (error) {
    if (error instanceof DecodeError) throw cannotBeHandled(definition, error.message)
    throw error
  }
}

/** Decoding alone. @throws {DecodeError} */
export const decodeInput = (
  core: Core,
  definition: ResourceDefinition,
  input: InputObject,
): { readonly value: KubeObject; readonly unknownFields: readonly string[] } => {
  const metadata = isJsonObject(input['metadata']) ? input['metadata'] : {}
  const { value, unknownFields } = core.decode.read(core.schemaOf(definition), { ...input, metadata })
  return { value: value as unknown as KubeObject, unknownFields }
}

export const strictMessage = (unknownFields: readonly string[]): string =>
  `strict decoding error: ${unknownFields.map((field) => `unknown field "${field}"`).join(', ')}`

/** Refuses unknown fields or warns of them, as the request asks for. @throws {ApiError} 400 */
const complain = (context: RequestContext, definition: ResourceDefinition, unknownFields: readonly string[]): void => {
  switch (context.fieldValidation ?? 'Ignore') {
    case 'Strict':
      throw cannotBeHandled(definition, strictMessage(unknownFields))
    case 'Warn':
      for (const field of unknownFields) context.warn?.(`unknown field "${field}"`)
      return
    case 'Ignore':
  }
}

const cannotBeHandled = ({ kind, version }: ResourceDefinition, why: string) =>
  badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`)

const checkedKind = (definition: ResourceDefinition, input: InputObject) => {
  const expected = apiVersionOf(definition)
  const { apiVersion = expected, kind = definition.kind } = input
  if (apiVersion !== expected) {
    const message = `the API version in the data (${String(apiVersion)}) does not match the expected API version (${expected})`
    throw badRequest(message)
  }
  if (kind !== definition.kind) {
    throw badRequest(`the kind in the data (${String(kind)}) does not match the expected kind (${definition.kind})`)
  }
  return { apiVersion, kind }
}
