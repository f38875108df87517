import { validated } from '../admission/admit.ts'
import { type Core, formatTime } from '../core.ts'
import { authorize } from '../rbac/authorize.ts'
import { conflict, staleObject } from '../refuse.ts'
import { selectionMatcher } from '../selectors/select.ts'
import type { KubeObject, ObjectMeta } from '../types/object.ts'
import type {
  CollectionRef,
  DeleteOptions,
  ObjectRef,
  Propagation,
  RequestContext,
  Selection,
} from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { commitPut, commitRemove } from './commit.ts'
import { attributesOf, definitionFor, existing, namespaceOf, writeContext } from './context.ts'
import { isDueToGo } from './replace.ts'

/** Deletes an object, or marks it when a grace period or a finalizer keeps it. @throws {ApiError} */
export const remove = (core: Core, context: RequestContext, ref: ObjectRef, options: DeleteOptions): KubeObject => {
  const definition = definitionFor(core, ref.resource, 'delete')
  authorize(core, context, attributesOf(definition, 'delete', { namespace: ref.namespace, name: ref.name }))
  return removeObject(core, context, definition, existing(core, definition, ref), options)
}

/** Deletes every object of a collection that matches. @throws {ApiError} */
export const removeCollection = (
  core: Core,
  context: RequestContext,
  collection: CollectionRef,
  options: DeleteOptions & Selection,
): readonly KubeObject[] => {
  const definition = definitionFor(core, collection.resource, 'deletecollection')
  const namespace = namespaceOf(definition, collection.namespace)
  authorize(core, context, attributesOf(definition, 'deletecollection', { namespace }))
  const matches = selectionMatcher(definition, options)
  const objects = core.store.list(definition, namespace).filter((object) => matches?.(object) ?? true)
  return objects.map((object) => removeObject(core, context, definition, object, options))
}

const removeObject = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  old: KubeObject,
  options: DeleteOptions,
): KubeObject => {
  checkPreconditions(definition, old.metadata, options)
  validated(
    core,
    {
      operation: 'delete',
      definition,
      user: context.user,
      dryRun: context.dryRun === true,
      context: writeContext(core, context),
      warn: context.warn ?? (() => {}),
      old,
    },
    old,
  )
  const graceSeconds = definition.strategy.gracePeriodSeconds?.(old, options.gracePeriodSeconds) ?? 0
  const marked = mark(core, definition, old, graceSeconds, options.propagation)
  if (isDueToGo(definition, marked)) return commitRemove(core, context, definition, marked, old, { verb: 'delete' })
  if (marked === old) return old
  return commitPut(core, context, definition, marked, old, { verb: 'delete' })
}

/** The object with its deletion noted. A second request can only shorten the grace period. */
const mark = (
  core: Core,
  definition: ResourceDefinition,
  old: KubeObject,
  graceSeconds: number,
  propagation: Propagation | undefined,
): KubeObject => {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = old.metadata
  const finalizers = finalizersFor(old.metadata, propagation)
  const isMarked = deletionTimestamp !== undefined
  if (isMarked && graceSeconds >= deletionGracePeriodSeconds && finalizers === (old.metadata.finalizers ?? NONE)) {
    return old
  }
  const { finalizers: _finalizers, ...rest } = old.metadata
  const isShorter = !isMarked || graceSeconds < deletionGracePeriodSeconds
  const metadata: ObjectMeta = {
    ...rest,
    ...(finalizers.length === 0 ? {} : { finalizers }),
    ...(isShorter
      ? {
          deletionTimestamp: formatTime(core.simulation.nowMs() + graceSeconds * 1000),
          deletionGracePeriodSeconds: graceSeconds,
        }
      : {}),
    ...(isMarked || old.metadata.generation === undefined ? {} : { generation: old.metadata.generation + 1 }),
  }
  const marked = { ...old, metadata }
  return isMarked ? marked : (definition.strategy.prepareDelete?.(marked) ?? marked)
}

const NONE: readonly string[] = []

/** Foreground and Orphan leave a finalizer for the garbage collector. */
const finalizersFor = (metadata: ObjectMeta, propagation: Propagation | undefined): readonly string[] => {
  const finalizers = metadata.finalizers ?? NONE
  const own = propagation === 'Foreground' ? 'foregroundDeletion' : propagation === 'Orphan' ? 'orphan' : undefined
  return own === undefined || finalizers.includes(own) ? finalizers : [...finalizers, own]
}

const checkPreconditions = (definition: ResourceDefinition, metadata: ObjectMeta, options: DeleteOptions): void => {
  const { uid, resourceVersion } = options.preconditions ?? {}
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`
    throw conflict(definition, metadata.name, why)
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw staleObject(definition, metadata.name)
  }
}
