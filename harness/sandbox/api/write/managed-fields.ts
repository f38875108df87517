import { type Core, formatTime } from '../core.ts'
import { apiVersionOf } from '../registry.ts'
import type { ObjectMeta } from '../types/object.ts'
import type { RequestContext } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'

/** Notes that a manager wrote an object now: one entry a manager and subresource. Which fields it owns is not tracked. */
export const managedFieldsAfter = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  old: ObjectMeta['managedFields'],
  subresource: string | undefined,
): NonNullable<ObjectMeta['managedFields']> => {
  const manager = context.fieldManager ?? context.user.name
  const others = (old ?? []).filter((entry) => entry.manager !== manager || entry.subresource !== subresource)
  const entry = {
    manager,
    operation: 'Update',
    apiVersion: apiVersionOf(definition),
    time: formatTime(core.simulation.nowMs()),
    fieldsType: 'FieldsV1',
    fieldsV1: {},
    ...(subresource === undefined ? {} : { subresource }),
  }
  return [...others, entry]
}
