import { SYSTEM_PRIORITIES } from './kinds/priority-class.ts'
import { systemIdentity } from './identities.ts'
import { defaultClusterRoleBindings, defaultClusterRoles } from './rbac/default-roles.ts'
import { resources } from './resources.ts'
import type { ApiServer } from './types/api-server.ts'

/** What every cluster holds from its first moment: namespaces, default roles, priority classes and the API server's own Service. */
export const bootstrap = (server: Pick<ApiServer, 'as'>): void => {
  const client = server.as({ user: systemIdentity('system:apiserver') })
  for (const name of ['kube-system', 'kube-public', 'kube-node-lease', 'default']) {
    client.create({ resource: resources.namespaces }, { metadata: { name } })
  }
  for (const role of defaultClusterRoles()) client.create({ resource: resources.clusterRoles }, role)
  for (const binding of defaultClusterRoleBindings())
    client.create({ resource: resources.clusterRoleBindings }, binding)
  for (const [name, { value, description }] of Object.entries(SYSTEM_PRIORITIES)) {
    client.create({ resource: resources.priorityClasses }, { metadata: { name }, value, description })
  }
  client.create(
    { resource: resources.services, namespace: 'default' },
    {
      metadata: { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
    },
  )
}
