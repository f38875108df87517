import { describe, expect, it } from 'vitest'
import { resources } from '../resources.ts'
import { aCluster, refusalOf } from '../testing.ts'

const crds = { resource: resources.customResourceDefinitions }
const backups = { resource: { group: 'shop.example.com', plural: 'backups' }, namespace: 'shop' }

const aDefinition = (schema: object = SCHEMA) => ({
  metadata: { name: 'backups.shop.example.com' },
  spec: {
    group: 'shop.example.com',
    scope: 'Namespaced',
    names: { kind: 'Backup', plural: 'backups', shortNames: ['bk'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: schema as never },
        subresources: { status: {}, scale: { specReplicasPath: '.spec.copies', statusReplicasPath: '.status.copies' } },
        additionalPrinterColumns: [{ name: 'Mode', type: 'string', jsonPath: '.spec.mode' }],
      },
    ],
  },
})

const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['volume'],
      properties: {
        volume: { type: 'string', minLength: 1, pattern: '^[a-z]+$' },
        mode: { type: 'string', enum: ['full', 'delta'], default: 'full' },
        copies: { type: 'integer', minimum: 1, default: 1 },
        notes: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
    status: { type: 'object', properties: { copies: { type: 'integer' } } },
  },
}

const withKind = () => {
  const cluster = aCluster()
  cluster.admin.create(crds, aDefinition())
  cluster.simulation.advance(100)
  return cluster
}

const create = (cluster: ReturnType<typeof aCluster>, spec: object) =>
  cluster.admin.create(backups, { metadata: { name: 'nightly' }, spec })

describe('a CustomResourceDefinition', () => {
  it('makes its kind known under all of its names, and says so in its status', () => {
    const { admin, server } = withKind()
    expect(server.registry.resolve('bk')).toMatchObject({ kind: 'Backup', namespaced: true, custom: true })
    expect(server.registry.findKind('shop.example.com/v1', 'Backup')?.columns?.[0]?.name).toBe('Mode')
    const { status } = admin.get({ ...crds, name: 'backups.shop.example.com' })
    expect(status?.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
      'NamesAccepted=True',
      'Established=True',
    ])
  })

  it('fills in the defaults of its schema', () => {
    expect(create(withKind(), { volume: 'data' })).toMatchObject({ spec: { volume: 'data', mode: 'full', copies: 1 } })
  })

  it.each([
    [{}, 'spec.volume: Required value'],
    [{ volume: 'a', mode: 'half' }, 'spec.mode: Unsupported value: "half": supported values: "full", "delta"'],
    [
      { volume: 'a', copies: 'two' },
      'spec.copies: Invalid value: "string": spec.copies in body must be of type integer: "string"',
    ],
    [
      { volume: 'a', copies: 0 },
      'spec.copies: Invalid value: 0: spec.copies in body should be greater than or equal to 1',
    ],
    [{ volume: 'B1' }, 'spec.volume: Invalid value: "B1": spec.volume in body should match \'^[a-z]+$\''],
  ])('refuses %j', (spec, complaint) => {
    expect(refusalOf(() => create(withKind(), spec)).message).toBe(
      `Backup.shop.example.com "nightly" is invalid: ${complaint}`,
    )
  })

  it('refuses unknown fields, except where the schema lets them be', () => {
    const cluster = withKind()
    expect(refusalOf(() => create(cluster, { volume: 'a', colour: 'red' })).message).toContain(
      'unknown field "spec.colour"',
    )
    expect(create(cluster, { volume: 'a', notes: { any: [1] } })).toMatchObject({ spec: { notes: { any: [1] } } })
  })

  it('serves status and scale', () => {
    const cluster = withKind()
    create(cluster, { volume: 'a' })
    const ref = { ...backups, name: 'nightly' }
    cluster.admin.patch(ref, { type: 'merge', body: { spec: { replicas: 3 } } }, 'scale')
    expect(cluster.admin.get(ref)).toMatchObject({ spec: { copies: 3 }, metadata: { generation: 2 } })
    cluster.admin.patch(ref, { type: 'merge', body: { status: { copies: 3 }, spec: { copies: 9 } } }, 'status')
    expect(cluster.admin.getScale(ref)).toMatchObject({ spec: { replicas: 3 }, status: { replicas: 3 } })
  })

  it('takes its objects and its kind along when it is deleted', () => {
    const cluster = withKind()
    create(cluster, { volume: 'a' })
    cluster.admin.delete({ ...crds, name: 'backups.shop.example.com' })
    cluster.simulation.advance(100)
    expect(refusalOf(() => cluster.admin.list(backups)).message).toBe(
      'the server could not find the requested resource',
    )
    expect(cluster.admin.list(crds).items).toEqual([])
  })

  it('waits for objects that a finalizer holds', () => {
    const cluster = withKind()
    create(cluster, { volume: 'a' })
    const ref = { ...backups, name: 'nightly' }
    cluster.admin.patch(ref, { type: 'merge', body: { metadata: { finalizers: ['shop.example.com/hold'] } } })
    cluster.admin.delete({ ...crds, name: 'backups.shop.example.com' })
    cluster.simulation.advance(100)
    expect(cluster.admin.get(ref).metadata.deletionTimestamp).toBeDefined()
    cluster.admin.patch(ref, { type: 'merge', body: { metadata: { finalizers: null } } })
    cluster.simulation.advance(100)
    expect(cluster.admin.list(crds).items).toEqual([])
  })

  it('needs a name that follows from its kind', () => {
    const { admin } = aCluster()
    const wrong = { ...aDefinition(), metadata: { name: 'backup' } }
    expect(refusalOf(() => admin.create(crds, wrong)).message).toBe(
      'CustomResourceDefinition.apiextensions.k8s.io "backup" is invalid: metadata.name: Invalid value: "backup": must be spec.names.plural+"."+spec.group',
    )
  })
})
