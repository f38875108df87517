import type { Core } from '../core.ts'
import { required } from '../field-errors.ts'
import { compareFields, fieldsOf } from '../managed/compare.ts'
import { conflictsOf } from '../managed/conflicts.ts'
import { isBy, setOf } from '../managed/managed-fields.ts'
import { abandoned, mergeApplied, withoutFields } from '../managed/merge-applied.ts'
import { isJsonObject, type JsonObject } from '../merge/json.ts'
import { authorize } from '../rbac/authorize.ts'
import { badRequest, conflict, invalid, noSuchResource } from '../refuse.ts'
import { apiVersionOf } from '../registry.ts'
import { DecodeError } from '../schema/decode.ts'
import { ApiError } from '../types/api-error.ts'
import type { KubeObject } from '../types/object.ts'
import type { ObjectRef, Patch, RequestContext, WritableSubresource } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { attributesOf, definitionFor, namespaceOf } from './context.ts'
import { createDecoded } from './create.ts'
import { NOTHING_DIFFERS, writerOf } from './managed-fields.ts'
import { decodeInput } from './read-input.ts'
import { replace } from './replace.ts'

/**
 * Server-side apply: merges what a manager sends, takes away what it sent before and nobody else owns, and refuses to change fields of
 * others unless it is forced. Creates an object that does not exist.
 * Source: sigs.k8s.io/structured-merge-diff (merge/update.go).
 * @throws {ApiError} 409 with the list of conflicts
 */
export const apply = (
  core: Core,
  context: RequestContext,
  ref: ObjectRef,
  sent: Patch,
  subresource: WritableSubresource | undefined,
): KubeObject => {
  if (subresource === 'scale' || subresource === 'ephemeralcontainers') throw noSuchResource()
  const definition = definitionFor(core, ref.resource, 'patch')
  const namespace = namespaceOf(definition, ref.namespace)
  const { name } = ref
  authorize(core, context, attributesOf(definition, 'patch', { namespace, name, subresource }))
  if (context.fieldManager === undefined || context.fieldManager === '') {
    const options = { group: 'meta.k8s.io', kind: 'PatchOptions' }
    throw invalid(options, '', [required('fieldManager', 'is required for apply patch')])
  }
  const wanted = readApplied(core, definition, { namespace, name }, sent.body, subresource)
  const schema = core.schemaOf(definition)
  const fields = fieldsOf(schema, wanted as unknown as JsonObject)
  const old = core.store.get(definition, namespace, name)
  if (old === undefined) {
    authorize(core, context, attributesOf(definition, 'create', { namespace }), name)
    if (wanted.metadata.uid !== undefined) {
      const why = `uid mismatch: the provided object specified uid ${wanted.metadata.uid}, and no existing object was found`
      throw conflict(definition, name, why)
    }
    const applied = { sent: fields, difference: NOTHING_DIFFERS }
    const named = { ...wanted, metadata: { ...wanted.metadata, name } }
    return createDecoded(core, context, definition, namespace, named, applied)
  }
  const writer = writerOf(core, context, definition, 'Apply', subresource)
  const entries = old.metadata.managedFields ?? []
  const others = entries.filter((entry) => !isBy(entry, writer)).map(setOf)
  const before = setOf(entries.find((entry) => isBy(entry, writer)))
  const live = old as unknown as JsonObject
  const merged = withoutFields(
    schema,
    mergeApplied(schema, live, wanted as unknown as JsonObject),
    abandoned(before, fields, others),
  )
  const difference = compareFields(schema, live, merged)
  const refusal = sent.force === true ? undefined : conflictsOf(entries, writer, difference.changed)
  if (refusal !== undefined) throw refusal
  const change = { verb: 'patch', subresource, wanted: merged as unknown as KubeObject } as const
  return replace(core, context, definition, old, { ...change, applied: { sent: fields, difference } })
}

const readApplied = (
  core: Core,
  definition: ResourceDefinition,
  { namespace, name }: { readonly namespace: string | undefined; readonly name: string },
  body: unknown,
  subresource: WritableSubresource | undefined,
): KubeObject => {
  if (!isJsonObject(body)) throw badRequest('error decoding YAML: expected an object')
  const { apiVersion, kind } = body
  const version = apiVersionOf(definition)
  if (apiVersion !== version || kind !== definition.kind) {
    throw badRequest(
      `apply patch of ${version}, Kind=${definition.kind} has apiVersion ${String(apiVersion)}, kind ${String(kind)}`,
    )
  }
  const where = `${namespace === undefined ? '' : `${namespace}/`}${name}; ${version}, Kind=${definition.kind}`
  const complaint = (why: string): ApiError =>
    new ApiError(500, undefined, `failed to create typed patch object (${where}): ${why}`)
  try {
    const { value, unknownFields } = decodeInput(core, definition, body)
    const [unknown] = unknownFields
    if (unknown !== undefined) throw complaint(`.${unknown}: field not declared in schema`)
    if (value.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil')
    const sentName: string | undefined = value.metadata.name
    if (sentName !== undefined && sentName !== name) {
      throw badRequest(`the name of the object (${sentName}) does not match the name on the URL (${name})`)
    }
    return subresource === 'status' || definition.subresources.status !== true ? value : withoutStatus(value)
  } catch (error) {
    if (error instanceof DecodeError) throw complaint(error.message)
    throw error
  }
}

const withoutStatus = (object: KubeObject): KubeObject => {
  const { status: _status, ...rest } = object as KubeObject & { readonly status?: unknown }
  return rest
}
