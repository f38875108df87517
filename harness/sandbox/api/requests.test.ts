import { describe, expect, it } from 'vitest'
import { serviceAccountIdentity } from './identities.ts'
import { resources } from './resources.ts'
import { aCluster, refusalOf } from './testing.ts'

const pods = { resource: resources.pods, namespace: 'shop' }
const RBAC = 'rbac.authorization.k8s.io'

const aPod = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  metadata: { name, labels },
  spec: { containers: [{ name: 'app', image: 'busybox:1.36' }] },
})

/** A cluster in which the account `shop/operator` holds one role. */
const withOperator = (rules: readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[]) => {
  const cluster = aCluster()
  const { admin } = cluster
  admin.create({ resource: resources.roles, namespace: 'shop' }, { metadata: { name: 'operator' }, rules })
  admin.create(
    { resource: resources.roleBindings, namespace: 'shop' },
    {
      metadata: { name: 'operator' },
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'operator' },
      subjects: [{ kind: 'ServiceAccount', name: 'operator', namespace: 'shop' }],
    },
  )
  admin.create({ resource: resources.serviceAccounts, namespace: 'shop' }, { metadata: { name: 'operator' } })
  return { ...cluster, user: serviceAccountIdentity('shop', 'operator') }
}

describe('impersonation', () => {
  const operator = { name: 'system:serviceaccount:shop:operator' }

  it('gives the rights of the other, and of the groups that a service account is in', () => {
    const { as, admin } = withOperator([{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }])
    const client = as({ ...admin.context, impersonate: operator })
    expect(client.context.user.groups).toEqual([
      'system:serviceaccounts',
      'system:serviceaccounts:shop',
      'system:authenticated',
    ])
    expect(client.list(pods).items).toEqual([])
    expect(refusalOf(() => client.create(pods, aPod('a'))).message).toContain(`User "${operator.name}" cannot create`)
  })

  it('is refused without the verb', () => {
    const { as, user } = withOperator([])
    expect(refusalOf(() => as({ user, impersonate: { name: 'root' } })).message).toBe(
      'users "root" is forbidden: User "system:serviceaccount:shop:operator" cannot impersonate resource "users" in API group "" at the cluster scope',
    )
    expect(refusalOf(() => as({ user, impersonate: { name: 'system:serviceaccount:shop:default' } })).message).toBe(
      'serviceaccounts "default" is forbidden: User "system:serviceaccount:shop:operator" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "shop"',
    )
  })

  it('needs the right to every group', () => {
    const { as, user, server } = withOperator([
      { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] },
    ])
    const impersonate = { name: 'system:serviceaccount:shop:default', groups: ['system:masters'] }
    expect(refusalOf(() => as({ user, impersonate })).message).toContain('groups "system:masters" is forbidden')
    expect(server.as({ user, impersonate: { name: impersonate.name } }).context.user.name).toBe(impersonate.name)
  })

  it('names both in the audit', () => {
    const { as, admin, server } = withOperator([{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }])
    as({ ...admin.context, impersonate: operator }).create(pods, aPod('a'))
    expect(server.audit.since(server.audit.latest() - 1)[0]).toMatchObject({
      user: operator.name,
      impersonatedBy: 'admin',
    })
  })
})

describe('reviews', () => {
  it('tell somebody who they are', () => {
    const { as, user } = withOperator([])
    const resource = { group: 'authentication.k8s.io', plural: 'selfsubjectreviews' }
    expect(as({ user }).create({ resource }, {})).toMatchObject({
      kind: 'SelfSubjectReview',
      status: { userInfo: { username: user.name, groups: user.groups } },
    })
  })

  it('tell what somebody may do', () => {
    const { as, user } = withOperator([{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }])
    const resource = { group: 'authorization.k8s.io', plural: 'selfsubjectaccessreviews' }
    const ask = (verb: string) =>
      as({ user }).create({ resource }, { spec: { resourceAttributes: { verb, resource: 'pods', namespace: 'shop' } } })
    expect(ask('list')).toMatchObject({ status: { allowed: true } })
    expect(ask('delete')).toMatchObject({ status: { allowed: false } })
  })

  it('list the rules of a namespace', () => {
    const { as, user } = withOperator([{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }])
    const resource = { group: 'authorization.k8s.io', plural: 'selfsubjectrulesreviews' }
    const { status } = as({ user }).create({ resource }, { spec: { namespace: 'shop' } }) as unknown as {
      readonly status: { readonly resourceRules: readonly object[] }
    }
    expect(status.resourceRules.at(-1)).toEqual({ verbs: ['list'], apiGroups: [''], resources: ['pods'] })
  })
})

describe('a token', () => {
  const ref = { resource: resources.serviceAccounts, namespace: 'shop', name: 'operator' }

  it('names its account and ends after the asked time', () => {
    const { admin } = withOperator([])
    const { status } = admin.createToken(ref, { expirationSeconds: 600 })
    expect(status.expirationTimestamp).toBe('2026-01-01T00:10:00Z')
    const claims = JSON.parse(Buffer.from(status.token.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ sub: 'system:serviceaccount:shop:operator' })
  })

  it('is refused without the right, or for less than ten minutes', () => {
    const { admin, as, user } = withOperator([])
    expect(refusalOf(() => as({ user }).createToken(ref)).message).toContain(
      'cannot create resource "serviceaccounts/token"',
    )
    expect(refusalOf(() => admin.createToken(ref, { expirationSeconds: 60 })).message).toContain('less than 10 minutes')
  })
})

describe('debugging containers', () => {
  const debugger1 = { name: 'debugger', image: 'busybox:1.36' }
  const add = (containers: readonly object[]) =>
    ({ type: 'strategic', body: { spec: { ephemeralContainers: containers } } }) as const

  it('are added to a pod by their own subresource, and stay', () => {
    const { admin } = aCluster()
    admin.create(pods, aPod('a'))
    const ref = { ...pods, name: 'a' }
    const pod = admin.patch(ref, add([debugger1]), 'ephemeralcontainers')
    expect(pod.spec?.ephemeralContainers).toMatchObject([{ ...debugger1, imagePullPolicy: 'IfNotPresent' }])
    expect(refusalOf(() => admin.patch(ref, add([{ ...debugger1, image: 'x' }]), 'ephemeralcontainers')).message).toBe(
      'Pod "a" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers "debugger" may not be changed',
    )
  })

  it('cannot come with an ordinary update', () => {
    const { admin } = aCluster()
    admin.create(pods, aPod('a'))
    expect(refusalOf(() => admin.patch({ ...pods, name: 'a' }, add([debugger1]))).code).toBe(422)
  })
})

describe('an eviction', () => {
  const guarded = (allowed: number, names: readonly string[] = ['a']) => {
    const cluster = aCluster()
    const { admin } = cluster
    admin.create(pods, aPod('web', { app: 'web' }))
    const conditions = [{ type: 'Ready', status: 'True' }]
    admin.patch(
      { ...pods, name: 'web' },
      { type: 'merge', body: { status: { phase: 'Running', conditions } } },
      'status',
    )
    for (const name of names) {
      const ref = { resource: resources.podDisruptionBudgets, namespace: 'shop', name }
      const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } } }
      const budget = admin.create(ref, { metadata: { name }, spec })
      const status = { currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: allowed, expectedPods: 1 }
      admin.update(ref, { ...budget, status }, 'status')
    }
    return cluster
  }
  const ref = { ...pods, name: 'web' }

  it('is refused while the budget allows none', () => {
    expect(refusalOf(() => guarded(0).admin.evict(ref))).toMatchObject({
      code: 429,
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
    })
  })

  it('takes one from what the budget allows', () => {
    const { admin } = guarded(1)
    admin.evict(ref)
    expect(admin.find(ref)).toBeUndefined()
    const { status } = admin.get({ resource: resources.podDisruptionBudgets, namespace: 'shop', name: 'a' })
    expect(status).toMatchObject({ disruptionsAllowed: 0, disruptedPods: { web: '2026-01-01T00:00:00Z' } })
  })

  it('changes nothing in a dry run', () => {
    const { as, admin, server } = guarded(1)
    const version = server.resourceVersion()
    as({ ...admin.context, dryRun: true }).evict(ref)
    expect(server.resourceVersion()).toBe(version)
  })

  it('cannot choose between two budgets', () => {
    expect(refusalOf(() => guarded(1, ['a', 'b']).admin.evict(ref)).message).toContain(
      'more than one PodDisruptionBudget',
    )
  })
})

describe('collections', () => {
  const configMaps = { resource: resources.configMaps, namespace: 'shop' }

  it('come in pages', () => {
    const { admin } = aCluster()
    for (const name of ['a', 'b', 'c']) admin.create(configMaps, { metadata: { name } })
    const first = admin.list(configMaps, { limit: 2 })
    expect([first.items.map(({ metadata }) => metadata.name), first.remainingItemCount]).toEqual([['a', 'b'], 2])
    const { continueToken = '' } = first
    const rest = admin.list(configMaps, { limit: 2, continueToken })
    expect(rest.items.map(({ metadata }) => metadata.name)).toEqual(['c', 'kube-root-ca.crt'])
    expect(rest.continueToken).toBeUndefined()
  })

  it('are deleted by selector, or not at all in a dry run', () => {
    const { admin, as } = aCluster()
    for (const name of ['a', 'b']) admin.create(configMaps, { metadata: { name, labels: { tier: name } } })
    as({ ...admin.context, dryRun: true }).deleteCollection(configMaps)
    expect(admin.deleteCollection(configMaps, { labelSelector: 'tier' }).map(({ metadata }) => metadata.name)).toEqual([
      'a',
      'b',
    ])
    expect(admin.list(configMaps).items.map(({ metadata }) => metadata.name)).toEqual(['kube-root-ca.crt'])
  })
})
