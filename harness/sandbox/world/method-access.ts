import type { ClusterRole, PolicyRule, Role } from 'kubernetes-types/rbac/v1.d.ts'
import { READ, READABLE_GROUPS, roleOfScope } from '../../domain/method-rights.ts'
import type { Scope } from '../../domain/scope.ts'
import { serviceAccountIdentity, systemIdentity } from '../api/identities.ts'
import { resources } from '../api/resources.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import type { Identity } from '../api/types/request.ts'

/** Whom the API server takes the method's account for. */
export const METHOD_IDENTITY: Identity = serviceAccountIdentity('default', 'operator')

/**
 * Lets the method's identity work in `namespace` as soon as that exists: read everything but Chaos Mesh, and change what the built-in
 * role `edit` allows, until it is narrowed. Elsewhere it reads nodes and the namespace itself.
 */
export const grantMethodAccess = (server: ApiServer, namespace: string): void => {
  const admin = server.as({ user: systemIdentity('system:kube-setup') })
  const role = (name: string, rules: PolicyRule[]): void => {
    admin.create<ClusterRole>({ resource: resources.clusterRoles }, { metadata: { name }, rules })
  }
  role('operator-reader', [{ apiGroups: READABLE_GROUPS, resources: ['*'], verbs: READ }])
  role(`operator-${namespace}`, [
    { apiGroups: [''], resources: ['nodes'], verbs: READ },
    { apiGroups: ['metrics.k8s.io'], resources: ['nodes'], verbs: READ },
    { apiGroups: [''], resources: ['namespaces'], resourceNames: [namespace], verbs: ['get'] },
  ])
  admin.create(
    { resource: resources.clusterRoleBindings },
    { metadata: { name: `operator-${namespace}` }, roleRef: roleRef('ClusterRole', `operator-${namespace}`), subjects },
  )
  admin.watch({ resource: resources.namespaces }, {}, ({ type, object }) => {
    if (type !== 'ADDED' || object.metadata.name !== namespace) return
    for (const name of ['operator-reader', 'edit'])
      admin.create(
        { resource: resources.roleBindings, namespace },
        {
          metadata: { name: `operator-${name === 'edit' ? 'edit' : 'read'}` },
          roleRef: roleRef('ClusterRole', name),
          subjects,
        },
      )
  })
}

/** Leaves the method's identity what `scope` allows of what it may change in the namespace, which is there. */
export const narrowMethodAccess = (
  server: ApiServer,
  { namespace, scope }: { readonly namespace: string; readonly scope: Scope },
): void => {
  const admin = server.as({ user: systemIdentity('system:kube-setup') })
  const name = 'operator-scope'
  admin.create<Role>({ resource: resources.roles, namespace }, { metadata: { name }, rules: roleOfScope(scope) })
  admin.create(
    { resource: resources.roleBindings, namespace },
    { metadata: { name }, roleRef: roleRef('Role', name), subjects },
  )
  admin.delete({ resource: resources.roleBindings, namespace, name: 'operator-edit' })
}

const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: METHOD_IDENTITY.name }]

const roleRef = (kind: 'Role' | 'ClusterRole', name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name })
