import { mutated, validated } from '../admission/admit.ts'
import type { Core } from '../core.ts'
import { forbiddenField } from '../field-errors.ts'
import { jsonEqual, type JsonObject } from '../merge/json.ts'
import { conflict, invalid, staleObject } from '../refuse.ts'
import type { KubeObject, ObjectMeta } from '../types/object.ts'
import type { RequestContext, WritableSubresource } from '../types/request.ts'
import type { ResourceDefinition, WriteContext } from '../types/resource.ts'
import { checkMetadata } from './check-metadata.ts'
import { checkEphemeralContainers, withEphemeralContainersOf } from './ephemeral-containers.ts'
import { commitPut, commitRemove } from './commit.ts'
import { writeContext } from './context.ts'
import { type Applied, managedFieldsAfter } from './managed-fields.ts'

export interface Replacement {
  readonly verb: 'update' | 'patch'
  readonly subresource?: WritableSubresource | undefined
  /** What the client wants to store, decoded. */
  readonly wanted: KubeObject
  /** Set when the client applied its fields on the server's side. */
  readonly applied?: Applied | undefined
}

/**
 * Puts another object in the place of an old one, the common end of update and patch. Storing what is there already changes nothing.
 * An object that is being deleted goes away when its last finalizer does.
 * @throws {ApiError}
 */
export const replace = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  old: KubeObject,
  { verb, subresource, wanted, applied }: Replacement,
): KubeObject => {
  checkPreconditions(definition, old.metadata, wanted.metadata)
  const isStatus = subresource === 'status'
  const surroundings = writeContext(core, context)
  const { strategy } = definition
  const isEphemeral = subresource === 'ephemeralcontainers'
  let object = isStatus
    ? withStatusOf(old, wanted)
    : isEphemeral
      ? withEphemeralContainersOf(old, wanted)
      : withStatusOf(
          { ...wanted, metadata: nextMetadata(old, wanted) },
          definition.subresources.status === true ? old : wanted,
        )
  if (!isStatus) object = strategy.defaults?.(object) ?? object
  if (!isStatus) object = strategy.prepareUpdate?.(object, old, surroundings) ?? object
  const admission = {
    operation: 'update',
    definition,
    user: context.user,
    dryRun: context.dryRun === true,
    context: surroundings,
    warn: context.warn ?? (() => {}),
    old,
    ...(subresource === undefined ? {} : { subresource }),
  } as const
  object = mutated(core, admission, object)
  const entries = wanted.metadata.managedFields ?? old.metadata.managedFields
  const isSameObject = isSame(object, old)
  if (isSameObject && applied === undefined && isSameRecord(entries, old.metadata.managedFields)) return old
  if (definition.generations && !isStatus && isNewGeneration(definition, object, old)) {
    object = { ...object, metadata: { ...object.metadata, generation: (old.metadata.generation ?? 0) + 1 } }
  }
  if (isEphemeral) checkEphemeralContainers(definition, object, old)
  else if (!isStatus) check(definition, object, old, surroundings)
  validated(core, admission, object)
  const managedFields = managedFieldsAfter(core, context, definition, { entries, old, object, subresource, applied })
  if (isSameObject && isSameRecord(managedFields, old.metadata.managedFields)) return old
  object = { ...object, metadata: { ...object.metadata, managedFields } }
  const change = { verb, subresource }
  return isDueToGo(definition, object)
    ? commitRemove(core, context, definition, object, old, change)
    : commitPut(core, context, definition, object, old, change)
}

/** Whether nothing holds an object any more whose deletion was requested. */
export const isDueToGo = (definition: ResourceDefinition, object: KubeObject): boolean => {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata
  if (deletionTimestamp === undefined || finalizers.length > 0 || deletionGracePeriodSeconds > 0) return false
  return definition.strategy.isHeld?.(object) !== true
}

const checkPreconditions = (definition: ResourceDefinition, old: ObjectMeta, wanted: ObjectMeta): void => {
  const { uid, resourceVersion } = wanted
  if (uid !== undefined && uid !== '' && uid !== old.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.uid}`
    throw conflict(definition, old.name, why)
  }
  if (resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== old.resourceVersion) {
    throw staleObject(definition, old.name)
  }
}

const check = (
  definition: ResourceDefinition,
  object: KubeObject,
  old: KubeObject,
  surroundings: WriteContext,
): void => {
  const { strategy } = definition
  const errors = [
    ...checkMetadata(definition, object.metadata),
    ...newFinalizers(object.metadata, old.metadata),
    ...(strategy.validate?.(object, surroundings) ?? []),
    ...(strategy.validateUpdate?.(object, old) ?? []),
  ]
  if (errors.length > 0) throw invalid(definition, object.metadata.name, errors)
}

const newFinalizers = (next: ObjectMeta, old: ObjectMeta) => {
  if (old.deletionTimestamp === undefined) return []
  const added = (next.finalizers ?? []).filter((finalizer) => old.finalizers?.includes(finalizer) !== true)
  if (added.length === 0) return []
  const printed = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${printed}`
  return [forbiddenField('metadata.finalizers', detail)]
}

/** What a client may change of the metadata; the rest stays. */
const nextMetadata = (old: KubeObject, wanted: KubeObject): ObjectMeta => {
  if (wanted.metadata === old.metadata) return old.metadata
  const {
    labels: _labels,
    annotations: _annotations,
    ownerReferences: _owners,
    finalizers: _finalizers,
    ...fixed
  } = old.metadata
  const { labels, annotations, ownerReferences, finalizers } = wanted.metadata
  return {
    ...fixed,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
    ...(finalizers === undefined ? {} : { finalizers }),
  }
}

const withStatusOf = (object: KubeObject, source: KubeObject): KubeObject => {
  const status = statusOf(source)
  if (status !== undefined) return { ...object, status } as KubeObject
  const { status: _status, ...rest } = object as KubeObject & { readonly status?: unknown }
  return rest
}

const isSame = (object: KubeObject, old: KubeObject): boolean =>
  jsonEqual(statusOf(object), statusOf(old)) &&
  isSameContent(object, old) &&
  isEqualBut(METADATA_OF_SERVER, object.metadata, old.metadata)

/** A client may correct the record of owners. An entry without a manager clears it. */
const isSameRecord = (a: ObjectMeta['managedFields'], b: ObjectMeta['managedFields']): boolean =>
  a === b || jsonEqual(a ?? [], b ?? [])

const statusOf = (object: KubeObject): unknown => (object as { readonly status?: unknown }).status

/** Whether everything but metadata and status is equal. */
const isNewGeneration = ({ strategy }: ResourceDefinition, object: KubeObject, old: KubeObject): boolean => {
  const { isCountedAnnotation } = strategy
  if (isCountedAnnotation === undefined) return !isSameContent(object, old)
  const counted = ({ metadata }: KubeObject) =>
    Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([name]) => isCountedAnnotation(name)))
  return !isSameContent(object, old) || !jsonEqual(counted(object), counted(old))
}

const isSameContent = (object: KubeObject, old: KubeObject): boolean => isEqualBut(NO_CONTENT, object, old)

const NO_CONTENT: ReadonlySet<string> = new Set(['metadata', 'status'])
const METADATA_OF_SERVER: ReadonlySet<string> = new Set(['resourceVersion', 'managedFields'])

/** Equality of two records in all keys but some. */
const isEqualBut = (ignored: ReadonlySet<string>, a: object, b: object): boolean => {
  if (a === b) return true
  const [left, right] = [a as JsonObject, b as JsonObject]
  for (const key in left) if (!ignored.has(key) && !jsonEqual(left[key], right[key])) return false
  for (const key in right) if (right[key] !== undefined && left[key] === undefined && !ignored.has(key)) return false
  return true
}
