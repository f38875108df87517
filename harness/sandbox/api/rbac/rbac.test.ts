import { describe, expect, it } from 'vitest'
import { serviceAccountIdentity } from '../identities.ts'
import { resources } from '../resources.ts'
import { aCluster, aDeployment, refusalOf } from '../testing.ts'

const deployments = { resource: resources.deployments, namespace: 'shop' }
const pods = { resource: resources.pods, namespace: 'shop' }
const web = { ...deployments, name: 'web' }

const aReader = () => {
  const cluster = aCluster()
  const { admin } = cluster
  admin.create(deployments, aDeployment())
  const rules = [
    { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] },
    { apiGroups: [''], resources: ['configmaps'], resourceNames: ['settings'], verbs: ['get'] },
  ]
  admin.create({ resource: resources.roles, namespace: 'shop' }, { metadata: { name: 'reader' }, rules })
  admin.create(
    { resource: resources.roleBindings, namespace: 'shop' },
    {
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'shop' }],
    },
  )
  return { ...cluster, reader: cluster.as({ user: serviceAccountIdentity('shop', 'reader') }) }
}

describe('a restricted account', () => {
  it('may do what its role says, where its binding is', () => {
    const { reader } = aReader()
    expect(reader.get(web).metadata.name).toBe('web')
    expect(reader.list(pods).items).toEqual([])
    expect(refusalOf(() => reader.list({ resource: resources.deployments })).message).toBe(
      'deployments.apps is forbidden: User "system:serviceaccount:shop:reader" cannot list resource "deployments" in API group "apps" at the cluster scope',
    )
  })

  it('is refused everything else in the words of the server', () => {
    const { reader } = aReader()
    const user = 'User "system:serviceaccount:shop:reader" cannot'
    const messages = [
      () => reader.list({ resource: resources.secrets, namespace: 'shop' }),
      () => reader.patch(web, { type: 'merge', body: { spec: { replicas: 1 } } }, 'scale'),
      () => reader.patch(web, { type: 'merge', body: {} }),
      () => reader.delete({ ...pods, name: 'x' }),
      () => reader.create({ resource: resources.namespaces }, { metadata: { name: 'x' } }),
    ].map((action) => refusalOf(action).message)
    expect(messages).toEqual([
      `secrets is forbidden: ${user} list resource "secrets" in API group "" in the namespace "shop"`,
      `deployments.apps "web" is forbidden: ${user} patch resource "deployments/scale" in API group "apps" in the namespace "shop"`,
      `deployments.apps "web" is forbidden: ${user} patch resource "deployments" in API group "apps" in the namespace "shop"`,
      `pods "x" is forbidden: ${user} delete resource "pods" in API group "" in the namespace "shop"`,
      `namespaces is forbidden: ${user} create resource "namespaces" in API group "" at the cluster scope`,
    ])
  })

  it('can ask what it may do, names of objects included', () => {
    const { reader } = aReader()
    const ask = (verb: string, resource: string, rest: object = {}) =>
      reader.canI({ verb, group: '', resource, namespace: 'shop', ...rest })
    expect(ask('get', 'pods')).toBe(true)
    expect(ask('get', 'pods', { subresource: 'log' })).toBe(true)
    expect(ask('create', 'pods', { subresource: 'exec' })).toBe(false)
    expect(ask('get', 'configmaps', { name: 'settings' })).toBe(true)
    expect(ask('get', 'configmaps', { name: 'other' })).toBe(false)
    expect(reader.canI({ verb: 'get', group: '', resource: '', path: '/version' })).toBe(true)
    expect(reader.canI({ verb: 'get', group: '', resource: '', path: '/metrics' })).toBe(false)
    expect(reader.rules('shop').filter((rule) => rule.resources.includes('pods'))).toHaveLength(1)
  })

  it('may do more as soon as a cluster role is bound to it', () => {
    const { admin, reader } = aReader()
    admin.create(
      { resource: resources.roleBindings, namespace: 'shop' },
      {
        metadata: { name: 'editor' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
        subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'shop' }],
      },
    )
    expect(reader.patch(web, { type: 'merge', body: { spec: { replicas: 4 } } }).spec?.replicas).toBe(4)
    expect(
      reader.canI({ verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'roles', namespace: 'shop' }),
    ).toBe(false)
  })
})

describe('the audit', () => {
  it('tells who wrote what, with the objects before and after, and who was refused', () => {
    const { server, admin, reader } = aReader()
    const start = server.audit.latest()
    const before = admin.get(web)
    const after = admin.patch(web, { type: 'merge', body: { spec: { replicas: 4 } } }, undefined)
    refusalOf(() => reader.delete(web))
    reader.list(pods)
    admin.delete(web)
    const entries = server.audit.since(start)
    expect(entries.map(({ user, verb, decision }) => `${user} ${verb} ${decision}`)).toEqual([
      'admin patch allowed',
      'system:serviceaccount:shop:reader delete denied',
      'admin delete allowed',
    ])
    expect(entries[0]?.before).toBe(before)
    expect(entries[0]?.after).toBe(after)
    expect([entries[2]?.before, entries[2]?.after]).toEqual([after, undefined])
    expect(entries.map(({ sequence }) => sequence)).toEqual([start + 1, start + 2, start + 3])
  })
})
