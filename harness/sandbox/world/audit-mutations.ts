import type { Mutation } from '../../domain/mutation.ts'
import type { Audit } from '../../ports/audit.ts'
import { isControlPlane } from '../api/identities.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import type { AuditEntry } from '../api/types/audit.ts'
import { changedPaths } from './changed-paths.ts'

/** What was changed since an entry of the server's audit, in the words of the domain. Events are reports, not changes. */
export const auditSince = (
  server: Pick<ApiServer, 'audit' | 'registry'>,
  sequence: number,
  methodUser: string,
): Audit => ({
  mutations: async () =>
    server.audit
      .since(sequence)
      .filter(({ resource, user }) => resource !== 'events' || !isControlPlane(user))
      .map((entry) => mutationOf(server, entry, methodUser)),
})

const mutationOf = ({ registry }: Pick<ApiServer, 'registry'>, entry: AuditEntry, methodUser: string): Mutation => ({
  atMs: Math.floor(entry.atMs),
  actor: entry.user === methodUser ? 'method' : isControlPlane(entry.user) ? 'controller' : 'harness',
  verb: entry.verb,
  kind: registry.find(entry.group, entry.resource)?.kind ?? entry.resource,
  namespace: entry.namespace ?? '',
  name: entry.name,
  denied: entry.decision === 'denied',
  // Comparing is dear, and not everybody asks. Of the control plane's writes no states are kept, so no paths either.
  get paths() {
    return entry.before === undefined || entry.after === undefined ? [] : changedPaths(entry.before, entry.after)
  },
})
