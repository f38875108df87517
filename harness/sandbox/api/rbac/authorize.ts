import type { Core } from '../core.ts'
import { auditedUser } from '../identities.ts'
import { unauthorized } from '../refuse.ts'
import type { AuditEntry } from '../types/audit.ts'
import type { Attributes, RequestContext } from '../types/request.ts'
import { allows } from './rules.ts'

/** Lets a request pass, or refuses it; a refused write goes into the audit. @throws {ApiError} 403 */
export const authorize = (core: Core, context: RequestContext, attributes: Attributes, objectName?: string): void => {
  if (allows(core.store, context.user, attributes)) return
  const verb = WRITES[attributes.verb]
  if (verb !== undefined && context.dryRun !== true) {
    const { group, resource, subresource, namespace } = attributes
    core.audit.append({
      atMs: core.simulation.nowMs(),
      ...auditedUser(context.user),
      verb,
      group,
      resource,
      ...(subresource === undefined ? {} : { subresource }),
      ...(namespace === undefined ? {} : { namespace }),
      name: attributes.name ?? objectName ?? '',
      decision: 'denied',
    })
  }
  throw unauthorized(context.user, attributes)
}

const WRITES: Readonly<Record<string, AuditEntry['verb']>> = {
  create: 'create',
  update: 'update',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'delete',
}
