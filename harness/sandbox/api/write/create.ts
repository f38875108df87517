import { mutated, validated } from '../admission/admit.ts'
import { type Core, formatTime } from '../core.ts'
import { required } from '../field-errors.ts'
import { withDefaults } from '../kinds/with-defaults.ts'
import { deepFreeze } from '../merge/json.ts'
import { generateName } from '../names.ts'
import { authorize } from '../rbac/authorize.ts'
import { alreadyExists, badRequest, invalid } from '../refuse.ts'
import type { InputObject, KubeObject, ObjectMeta } from '../types/object.ts'
import type { CollectionRef, RequestContext } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { checkMetadata } from './check-metadata.ts'
import { commitPut } from './commit.ts'
import { attributesOf, definitionFor, namespaceOf, writeContext } from './context.ts'
import { type Applied, managedFieldsAfter } from './managed-fields.ts'
import { readInput } from './read-input.ts'

/** Stores a new object. @throws {ApiError} */
export const create = (
  core: Core,
  context: RequestContext,
  collection: CollectionRef,
  input: InputObject,
): KubeObject => {
  const definition = definitionFor(core, collection.resource, 'create')
  const namespace = namespaceOf(definition, collection.namespace)
  authorize(core, context, attributesOf(definition, 'create', { namespace }), sentName(input))
  const decoded = readInput(core, context, definition, input)
  if (definition.answer !== undefined) return deepFreeze(definition.answer(decoded, context.user))
  return createDecoded(core, context, definition, namespace, decoded)
}

/** The part of a creation after authorization and decoding. @throws {ApiError} */
export const createDecoded = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  namespace: string | undefined,
  decoded: KubeObject,
  applied?: Applied,
): KubeObject => {
  const metadata = newMetadata(core, definition, namespace, decoded.metadata)
  const surroundings = writeContext(core, context)
  const { strategy } = definition
  let object: KubeObject = { ...withoutStatus(definition, decoded), metadata }
  object = strategy.defaults?.(object) ?? object
  const request = { operation: 'create', definition, user: context.user, dryRun: context.dryRun === true } as const
  const admission = { ...request, context: surroundings, warn: context.warn ?? (() => {}) }
  object = mutated(core, admission, object)
  object = strategy.prepareCreate?.(object, surroundings) ?? object
  if (definition.subresources.status === true && !definition.custom) object = withDefaults(object, { status: {} })
  const errors = [...checkMetadata(definition, object.metadata), ...(strategy.validate?.(object, surroundings) ?? [])]
  if (errors.length > 0) throw invalid(definition, metadata.name, errors)
  validated(core, admission, object)
  const twin = core.store.get(definition, namespace, metadata.name)
  if (twin !== undefined) {
    throw alreadyExists(definition, metadata.name, twin.metadata.deletionTimestamp !== undefined)
  }
  const managedFields = managedFieldsAfter(core, context, definition, {
    entries: [],
    old: undefined,
    object,
    applied,
  })
  object = { ...object, metadata: { ...object.metadata, managedFields } }
  return commitPut(core, context, definition, object, undefined, { verb: applied === undefined ? 'create' : 'patch' })
}

const sentName = (input: InputObject): string => {
  const metadata = input['metadata'] as Partial<ObjectMeta> | undefined
  return metadata?.name ?? metadata?.generateName ?? ''
}

const withoutStatus = (definition: ResourceDefinition, object: KubeObject): KubeObject => {
  const { status, statusOnCreate } = definition.subresources
  if (status !== true || statusOnCreate === true || !('status' in object)) return object
  const { status: _status, ...rest } = object
  return rest as KubeObject
}

const newMetadata = (
  core: Core,
  definition: ResourceDefinition,
  namespace: string | undefined,
  sent: Partial<ObjectMeta>,
): ObjectMeta => {
  if (definition.namespaced && (namespace === undefined || namespace === '')) {
    throw badRequest('an empty namespace may not be set during creation')
  }
  if (sent.namespace !== undefined && sent.namespace !== '' && sent.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  const { generateName: prefix, labels, annotations, ownerReferences, finalizers } = sent
  const name =
    sent.name !== undefined && sent.name !== '' ? sent.name : generatedName(core, definition, namespace, prefix)
  return {
    name,
    ...(prefix === undefined || prefix === '' ? {} : { generateName: prefix }),
    ...(namespace === undefined ? {} : { namespace }),
    uid: newUid(core),
    resourceVersion: '',
    ...(definition.generations ? { generation: 1 } : {}),
    creationTimestamp: formatTime(core.simulation.nowMs()),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
    ...(finalizers === undefined ? {} : { finalizers }),
  }
}

const generatedName = (
  core: Core,
  definition: ResourceDefinition,
  namespace: string | undefined,
  prefix: string | undefined,
): string => {
  if (prefix === undefined || prefix === '') {
    throw invalid(definition, '', [required('metadata.name', 'name or generateName is required')])
  }
  // The server tries again when a name is taken.
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const name = generateName(prefix, core.chance.names.int)
    if (core.store.get(definition, namespace, name) === undefined) return name
  }
  throw alreadyExists(definition, prefix, false)
}

/** A version-4 UUID. */
const newUid = (core: Core): string => {
  const draw = (digits: number): string =>
    core.chance.uids
      .int(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, '0')
  const variant = '89ab'[core.chance.uids.int(0, 3)]
  return `${draw(8)}-${draw(4)}-4${draw(3)}-${variant}${draw(3)}-${draw(6)}${draw(6)}`
}
