import type { Core } from '../core.ts'
import { auditedUser } from '../identities.ts'
import { deepFreeze, type JsonObject } from '../merge/json.ts'
import type { AuditEntry } from '../types/audit.ts'
import type { KubeObject } from '../types/object.ts'
import type { RequestContext } from '../types/request.ts'
import type { ResourceDefinition } from '../types/resource.ts'

export interface Change {
  readonly verb: AuditEntry['verb']
  readonly subresource?: string | undefined
}

/** Stores an object under the next resource version, and records who did it. A dry run only returns what would be stored. */
export const commitPut = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  object: KubeObject,
  old: KubeObject | undefined,
  change: Change,
): KubeObject => {
  const resourceVersion =
    context.dryRun === true ? (old?.metadata.resourceVersion ?? '') : `${core.store.nextVersion()}`
  const stored = frozen(core, definition, object, resourceVersion)
  if (context.dryRun === true) return stored
  core.store.put(definition, stored, old)
  record(core, context, definition, change, old, stored)
  return stored
}

/** Removes an object. @returns its last state, under the version of the removal */
export const commitRemove = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  lastState: KubeObject,
  old: KubeObject,
  change: Change,
): KubeObject => {
  if (context.dryRun === true) return lastState
  const resourceVersion = `${core.store.nextVersion()}`
  const removed = frozen(core, definition, lastState, resourceVersion)
  core.store.remove(definition, removed, old)
  record(core, context, definition, change, old, undefined)
  return removed
}

/** The object under its version. What is stored has been read and checked: its parts need not be read again. */
const frozen = (
  core: Core,
  definition: ResourceDefinition,
  object: KubeObject,
  resourceVersion: string,
): KubeObject => {
  const { managedFields, ...rest } = object.metadata
  const metadata = { ...deepFreeze(rest), resourceVersion, ...(managedFields === undefined ? {} : { managedFields }) }
  // Owners are worked out when somebody reads their list; to freeze it would be to read it.
  const stored = deepFreeze({ ...object, metadata: Object.freeze(metadata) })
  core.decode.adopt(core.schemaOf(definition), stored as unknown as JsonObject)
  return stored
}

const record = (
  core: Core,
  context: RequestContext,
  definition: ResourceDefinition,
  { verb, subresource }: Change,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): void => {
  const metadata = (after ?? before)?.metadata
  core.audit.append({
    atMs: core.simulation.nowMs(),
    ...auditedUser(context.user),
    verb,
    group: definition.group,
    resource: definition.plural,
    ...(subresource === undefined ? {} : { subresource }),
    ...(metadata?.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata?.name ?? '',
    decision: 'allowed',
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  })
}
