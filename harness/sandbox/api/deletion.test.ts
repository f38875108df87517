import { describe, expect, it } from 'vitest'
import { resources } from './resources.ts'
import { aCluster, aDeployment, refusalOf } from './testing.ts'
import type { KubeObject } from './types/object.ts'

const configMaps = { resource: resources.configMaps, namespace: 'shop' }
const deployments = { resource: resources.deployments, namespace: 'shop' }
const pods = { resource: resources.pods, namespace: 'shop' }
const guarded = { ...configMaps, name: 'guarded' }
const FINALIZER = 'shop.example.com/cleanup'

const ownedBy = ({ apiVersion, kind, metadata }: KubeObject) => [
  { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true },
]

describe('a pod on a node', () => {
  it('stays for its grace period until its kubelet ends it', () => {
    const { admin } = aCluster()
    const ref = { ...pods, name: 'a' }
    admin.create(pods, { metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'b' }] } })
    admin.bind(ref, 'node1')
    const marked = admin.delete(ref)
    expect(marked.metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 })
    expect(admin.delete(ref, { gracePeriodSeconds: 5 }).metadata.deletionGracePeriodSeconds).toBe(5)
    expect(admin.delete(ref).metadata.deletionGracePeriodSeconds).toBe(5)
    admin.delete(ref, { gracePeriodSeconds: 0 })
    expect(admin.find(ref)).toBeUndefined()
  })

  it('goes at once when it never reached a node', () => {
    const { admin } = aCluster()
    admin.create(pods, { metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'b' }] } })
    admin.delete({ ...pods, name: 'a' })
    expect(admin.find({ ...pods, name: 'a' })).toBeUndefined()
  })
})

describe('a finalizer', () => {
  it('keeps an object until somebody clears it, and no other can be added meanwhile', () => {
    const { admin } = aCluster()
    admin.create(configMaps, { metadata: { name: 'guarded', finalizers: [FINALIZER] } })
    const marked = admin.delete(guarded)
    expect(marked.metadata).toMatchObject({ deletionGracePeriodSeconds: 0, deletionTimestamp: '2026-01-01T00:00:00Z' })
    expect(refusalOf(() => admin.create(configMaps, { metadata: { name: 'guarded' } })).message).toBe(
      'object is being deleted: configmaps "guarded" already exists',
    )
    const add = [{ op: 'add', path: '/metadata/finalizers/-', value: 'shop.example.com/second' }]
    expect(refusalOf(() => admin.patch(guarded, { type: 'json', body: add })).message).toBe(
      'ConfigMap "guarded" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"shop.example.com/second"}',
    )
    admin.patch(guarded, { type: 'merge', body: { metadata: { finalizers: null } } })
    expect(admin.find(guarded)).toBeUndefined()
  })
})

describe('a precondition', () => {
  it('protects an object that has taken the place of another', () => {
    const { admin } = aCluster()
    admin.create(configMaps, { metadata: { name: 'guarded' } })
    const refusal = refusalOf(() => admin.delete(guarded, { preconditions: { uid: 'another' } }))
    expect([refusal.code, refusal.reason]).toEqual([409, 'Conflict'])
  })
})

describe('the garbage collector', () => {
  const aFamily = () => {
    const cluster = aCluster()
    const { admin } = cluster
    const owner = admin.create(deployments, aDeployment())
    const child = admin.create(configMaps, { metadata: { name: 'child', ownerReferences: ownedBy(owner) } })
    admin.create(configMaps, { metadata: { name: 'grandchild', ownerReferences: ownedBy(child) } })
    const names = () => {
      const owned = admin.list(configMaps).items.map(({ metadata }) => metadata.name)
      return owned.filter((name) => name !== 'kube-root-ca.crt')
    }
    return { ...cluster, names, web: { ...deployments, name: 'web' } }
  }

  it('deletes in the background what an owner leaves behind, generation after generation', () => {
    const { admin, simulation, names, web } = aFamily()
    admin.delete(web)
    expect([admin.find(web), names()]).toEqual([undefined, ['child', 'grandchild']])
    simulation.advance(1000)
    expect(names()).toEqual([])
  })

  it('in the foreground keeps the owner until its dependents are gone', () => {
    const { admin, simulation, names, web } = aFamily()
    admin.patch({ ...configMaps, name: 'child' }, { type: 'merge', body: { metadata: { finalizers: [FINALIZER] } } })
    admin.delete(web, { propagation: 'Foreground' })
    simulation.advance(1000)
    expect([admin.find(web)?.metadata.finalizers, names()]).toEqual([['foregroundDeletion'], ['child']])
    admin.patch({ ...configMaps, name: 'child' }, { type: 'merge', body: { metadata: { finalizers: null } } })
    simulation.advance(1000)
    expect([admin.find(web), names()]).toEqual([undefined, []])
  })

  it('lets orphans live without their owner', () => {
    const { admin, simulation, names, web } = aFamily()
    admin.delete(web, { propagation: 'Orphan' })
    simulation.advance(1000)
    expect([admin.find(web), names()]).toEqual([undefined, ['child', 'grandchild']])
    expect(admin.get({ ...configMaps, name: 'child' }).metadata.ownerReferences).toBeUndefined()
  })

  it('deletes what is born without a living owner', () => {
    const { admin, simulation, names } = aFamily()
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: 'gone' }]
    admin.create(configMaps, { metadata: { name: 'foundling', ownerReferences } })
    simulation.advance(1000)
    expect(names()).not.toContain('foundling')
  })

  it('spares what still has another owner', () => {
    const { admin, simulation, names, web } = aFamily()
    const other = admin.create(deployments, aDeployment('other'))
    const owners = [...ownedBy(admin.get(web)), ...ownedBy(other)]
    admin.create(configMaps, { metadata: { name: 'shared', ownerReferences: owners } })
    admin.delete(web)
    simulation.advance(1000)
    expect(names()).toEqual(['shared'])
  })
})

describe('a namespace', () => {
  const shop = { resource: resources.namespaces, name: 'shop' }

  it('takes all of its content with it', () => {
    const { admin, simulation } = aCluster()
    admin.create(deployments, aDeployment())
    const marked = admin.delete(shop)
    expect(marked.status?.phase).toBe('Terminating')
    expect(refusalOf(() => admin.create(configMaps, { metadata: { name: 'late' } })).message).toBe(
      'configmaps "late" is forbidden: unable to create new content in namespace shop because it is being terminated',
    )
    expect(
      refusalOf(() => admin.create({ resource: resources.namespaces }, { metadata: { name: 'shop' } })).message,
    ).toBe('object is being deleted: namespaces "shop" already exists')
    simulation.advance(5000)
    expect([admin.find(shop), admin.list(deployments).items, admin.list(configMaps).items]).toEqual([undefined, [], []])
    expect(admin.create({ resource: resources.namespaces }, { metadata: { name: 'shop' } }).status?.phase).toBe(
      'Active',
    )
  })

  it('waits for a finalizer inside, and says so', () => {
    const { admin, simulation } = aCluster()
    admin.create(configMaps, { metadata: { name: 'guarded', finalizers: [FINALIZER] } })
    admin.delete(shop)
    simulation.advance(60_000)
    const conditions = admin
      .get(shop)
      .status?.conditions?.map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`)
    expect(conditions).toEqual([
      'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered',
      'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed',
      'NamespaceDeletionContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization',
      'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances',
      'NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: shop.example.com/cleanup in 1 resource instances',
    ])
    expect(admin.patch(shop, { type: 'merge', body: { spec: { finalizers: [] } } }).spec?.finalizers).toEqual([
      'kubernetes',
    ])
    admin.patch(guarded, { type: 'merge', body: { metadata: { finalizers: null } } })
    simulation.advance(10_000)
    expect(admin.find(shop)).toBeUndefined()
  })

  it('of the system cannot be deleted', () => {
    const { admin } = aCluster()
    expect(refusalOf(() => admin.delete({ resource: resources.namespaces, name: 'default' })).message).toBe(
      'namespaces "default" is forbidden: this namespace may not be deleted',
    )
  })
})

const RUNNING = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }

describe('an eviction', () => {
  it('asks the disruption budget, which a plain deletion does not', () => {
    const { admin } = aCluster()
    const labels = { app: 'a' }
    for (const name of ['a', 'b']) {
      const spec = { containers: [{ name: 'a', image: 'b' }], terminationGracePeriodSeconds: 0 }
      admin.create(pods, { metadata: { name, labels }, spec })
      admin.update({ ...pods, name }, { metadata: { name }, spec, status: RUNNING }, 'status')
    }
    const budgets = { resource: resources.podDisruptionBudgets, namespace: 'shop' }
    const budget = admin.create(budgets, {
      metadata: { name: 'pdb' },
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    })
    const status = { currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1, expectedPods: 2 }
    admin.update({ ...budgets, name: 'pdb' }, { ...budget, status }, 'status')
    admin.evict({ ...pods, name: 'a' })
    const refusal = refusalOf(() => admin.evict({ ...pods, name: 'b' }))
    expect([refusal.code, refusal.message]).toEqual([
      429,
      "Cannot evict pod as it would violate the pod's disruption budget.",
    ])
    admin.delete({ ...pods, name: 'b' })
    expect(admin.list(pods).items).toEqual([])
  })
})
