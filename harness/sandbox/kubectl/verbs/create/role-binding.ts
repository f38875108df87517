import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import type { Flags } from '../../flags/types.ts'
import { creating } from './creating.ts'

const API_GROUP = 'rbac.authorization.k8s.io'

const BINDING_FLAGS = {
  clusterrole: { type: 'string' },
  user: { type: 'strings' },
  group: { type: 'strings' },
  serviceaccount: { type: 'strings' },
} as const satisfies Command['flags']

export const createRoleBinding = creating({
  summary: 'Create a role binding for a particular role or cluster role',
  usage:
    'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: { ...BINDING_FLAGS, role: { type: 'string' } },
  complaint: 'failed to create rolebinding:',
  build: ({ flags }, name) => {
    const [role, clusterRole] = [flags.text('role'), flags.text('clusterrole')]
    if ((role === '') === (clusterRole === '')) throw failure('exactly one of clusterrole or role must be specified')
    return binding('RoleBinding', name, flags, role === '' ? ['ClusterRole', clusterRole] : ['Role', role])
  },
})

export const createClusterRoleBinding = creating({
  summary: 'Create a cluster role binding for a particular cluster role',
  usage:
    'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: BINDING_FLAGS,
  needed: ['clusterrole'],
  complaint: 'failed to create clusterrolebinding:',
  build: ({ flags }, name) => binding('ClusterRoleBinding', name, flags, ['ClusterRole', flags.text('clusterrole')]),
})

const binding = (kind: string, name: string, flags: Flags, [roleKind, role]: readonly [string, string]) => {
  const subjects = [
    ...flags.list('user').map((user) => ({ apiGroup: API_GROUP, kind: 'User', name: user })),
    ...flags.list('group').map((group) => ({ apiGroup: API_GROUP, kind: 'Group', name: group })),
    ...flags.list('serviceaccount').map((account) => {
      const [namespace = '', accountName = ''] = account.split(':')
      if (accountName === '') throw failure('serviceaccount must be <namespace>:<name>')
      return { kind: 'ServiceAccount', name: accountName, namespace }
    }),
  ]
  return {
    apiVersion: `${API_GROUP}/v1`,
    kind,
    metadata: { name },
    roleRef: { apiGroup: API_GROUP, kind: roleKind, name: role },
    ...(subjects.length === 0 ? {} : { subjects }),
  }
}
