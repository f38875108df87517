import type { Core } from '../core.ts'
import { auditedUser } from '../identities.ts'
import { unauthorized } from '../refuse.ts'
import type { AuditEntry } from '../types/audit.ts'
import type { Attributes, RequestContext } from '../types/request.ts'
import { allows } from './rules.ts'

/** Lets a request pass, or refuses it; a refused write goes into the audit. @throws {ApiError} 403 */
export const authorize = (core: Core, context: RequestContext, attributes: Attributes, objectName?: string): void => {
  const placed = inItsNamespace(attributes)
  if (allows(core.store, context.user, placed)) return
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
  throw unauthorized(context.user, placed)
}

/**
 * A Namespace object counts as standing in the namespace of its name, so that a role there grants it.
 * Source: k8s.io/apiserver, pkg/endpoints/request/requestinfo.go.
 */
const inItsNamespace = (attributes: Attributes): Attributes => {
  const { group, resource, verb, name } = attributes
  const isNamed = group === '' && resource === 'namespaces' && name !== undefined && verb !== 'create'
  return isNamed ? { ...attributes, namespace: name } : attributes
}

const WRITES: Readonly<Record<string, AuditEntry['verb']>> = {
  create: 'create',
  update: 'update',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'delete',
}
