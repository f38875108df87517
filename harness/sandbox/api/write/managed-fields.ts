import { type Core, formatTime } from '../core.ts'
import { type Difference, compareFields } from '../managed/compare.ts'
import { EMPTY_SET, type FieldSet } from '../managed/field-set.ts'
import { afterApply, afterUpdate, type Writer } from '../managed/managed-fields.ts'
import type { JsonObject } from '../merge/json.ts'
import { apiVersionOf } from '../registry.ts'
import type { KubeObject, ObjectMeta } from '../types/object.ts'
import type { RequestContext } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import type { ObjectSchema } from '../types/schema.ts'

/** What a server-side apply has found out before the object is stored. */
export interface Applied {
  /** The fields that the applier sent. */
  readonly sent: FieldSet
  readonly difference: Difference
}

export const writerOf = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  operation: Writer['operation'],
  subresource?: string,
): Writer => lateWriter(core, context, definition, operation, subresource)()

/** The writer of now, put into words later. */
const lateWriter = (
  core: Core,
  { fieldManager, user }: RequestContext,
  definition: ResourceDefinition,
  operation: Writer['operation'],
  subresource: string | undefined,
): (() => Writer) => {
  const nowMs = core.simulation.nowMs()
  return () => ({
    manager: fieldManager ?? user.name,
    operation,
    apiVersion: apiVersionOf(definition),
    ...(subresource === undefined ? {} : { subresource }),
    time: formatTime(nowMs),
  })
}

/** Who owns which fields once `object` is stored in the place of `old`; what an update changes is worked out when somebody asks. */
export const managedFieldsAfter = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  {
    entries = [],
    old,
    object,
    subresource,
    applied,
  }: {
    readonly entries: ObjectMeta['managedFields']
    readonly old: KubeObject | undefined
    readonly object: KubeObject
    readonly subresource?: string | undefined
    readonly applied?: Applied | undefined
  },
): NonNullable<ObjectMeta['managedFields']> => {
  if (applied !== undefined) {
    const writer = writerOf(core, context, definition, 'Apply', subresource)
    return afterApply(entries, writer, applied.sent, applied.difference)
  }
  const writerAt = lateWriter(core, context, definition, 'Update', subresource)
  const schema = core.schemaOf(definition)
  return core.owners(entries, () =>
    afterUpdate(entries, writerAt(), differenceIn(schema, definition, old, object, subresource)),
  )
}

const differenceIn = (
  schema: ObjectSchema,
  definition: ResourceDefinition,
  old: KubeObject | undefined,
  object: KubeObject,
  subresource: string | undefined,
): Difference => {
  const isWithoutStatus = definition.subresources.status === true && subresource !== 'status'
  const before: object = old ?? {}
  return compareFields(
    schema,
    (isWithoutStatus ? { ...before, status: undefined } : before) as JsonObject,
    (isWithoutStatus ? { ...object, status: undefined } : object) as unknown as JsonObject,
  )
}

export const NOTHING_DIFFERS: Difference = { changed: EMPTY_SET, removed: EMPTY_SET }
