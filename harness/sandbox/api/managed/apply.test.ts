import { describe, expect, it } from 'vitest'
import { resources } from '../resources.ts'
import { aCluster, aDeployment, refusalOf } from '../testing.ts'
import type { ApiClient } from '../types/api-client.ts'

const ref = { resource: resources.deployments, namespace: 'shop', name: 'web' }

const aManager = () => {
  const cluster = aCluster()
  const by = (fieldManager: string, dryRun = false): ApiClient =>
    cluster.as({ ...cluster.admin.context, fieldManager, dryRun })
  const apply = (manager: string, body: object, force = false) =>
    by(manager).patch(ref, { type: 'apply', body: { apiVersion: 'apps/v1', kind: 'Deployment', ...body }, force })
  return { ...cluster, by, apply }
}

const full = { ...aDeployment(), metadata: { name: 'web', labels: { app: 'web', team: 'a' } } }

describe('server-side apply', () => {
  it('creates what does not exist, and notes who owns what was sent', () => {
    const { apply } = aManager()
    const created = apply('ci', full)
    expect(created.spec?.progressDeadlineSeconds).toBe(600)
    expect(created.metadata.managedFields).toEqual([
      {
        manager: 'ci',
        operation: 'Apply',
        apiVersion: 'apps/v1',
        time: '2026-01-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:app': {}, 'f:team': {} } },
          'f:spec': {
            'f:replicas': {},
            'f:selector': {},
            'f:template': {
              'f:metadata': { 'f:labels': { 'f:app': {} } },
              'f:spec': {
                'f:containers': {
                  'k:{"name":"app"}': {
                    '.': {},
                    'f:image': {},
                    'f:name': {},
                    'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
                  },
                },
              },
            },
          },
        },
      },
    ])
  })

  it('stores nothing when the same is applied again', () => {
    const { apply, server } = aManager()
    apply('ci', full)
    const version = server.resourceVersion()
    apply('ci', full)
    expect(server.resourceVersion()).toBe(version)
  })

  it('takes away what its manager no longer sends', () => {
    const { apply } = aManager()
    apply('ci', full)
    const { team: _team, ...labels } = full.metadata.labels
    expect(apply('ci', { ...full, metadata: { name: 'web', labels } }).metadata.labels).toEqual({ app: 'web' })
  })

  it('leaves fields alone that another manager applied too', () => {
    const { apply } = aManager()
    apply('ci', full)
    apply('team', { metadata: { name: 'web', labels: { team: 'a' } } })
    const { team: _team, ...labels } = full.metadata.labels
    expect(apply('ci', { ...full, metadata: { name: 'web', labels } }).metadata.labels).toEqual({
      app: 'web',
      team: 'a',
    })
  })

  const setImage = (client: ApiClient): void => {
    const body = { spec: { template: { spec: { containers: [{ name: 'app', image: 'nginx:1.28-alpine' }] } } } }
    client.patch(ref, { type: 'strategic', body })
  }

  it('refuses to change what somebody else has changed, in the words of the server', () => {
    const { apply, by } = aManager()
    apply('ci', full)
    setImage(by('kubectl-set'))
    const refusal = refusalOf(() => apply('ci', full))
    expect(refusal).toMatchObject({ code: 409, reason: 'Conflict' })
    expect(refusal.message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-set" using apps/v1: .spec.template.spec.containers[name="app"].image',
    )
  })

  it('lists several conflicts by manager', () => {
    const { apply, by } = aManager()
    apply('ci', full)
    setImage(by('kubectl-set'))
    by('kubectl').patch(ref, { type: 'merge', body: { spec: { replicas: 5 } } })
    expect(refusalOf(() => apply('ci', full)).message).toBe(
      [
        'Apply failed with 2 conflicts: conflicts with "kubectl" using apps/v1:',
        '- .spec.replicas',
        'conflicts with "kubectl-set" using apps/v1:',
        '- .spec.template.spec.containers[name="app"].image',
      ].join('\n'),
    )
  })

  it('takes the fields over when it is forced', () => {
    const { apply, by } = aManager()
    apply('ci', full)
    setImage(by('kubectl-set'))
    const forced = apply('ci', full, true)
    expect(forced.spec?.template?.spec?.containers[0]?.image).toBe('nginx:1.27-alpine')
    expect(forced.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['ci'])
  })

  it('shares a field with a manager that wants the same value', () => {
    const { apply } = aManager()
    apply('ci', full)
    expect(() => apply('other', { metadata: { name: 'web' }, spec: { replicas: 2 } })).not.toThrow()
    expect(refusalOf(() => apply('ci', { ...full, spec: { ...full.spec, replicas: 3 } })).message).toContain(
      'conflict with "other": .spec.replicas',
    )
  })

  it('refuses fields that the kind does not have', () => {
    const { apply } = aManager()
    expect(refusalOf(() => apply('ci', { ...full, spec: { ...full.spec, replicaz: 3 } })).message).toBe(
      'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replicaz: field not declared in schema',
    )
  })

  it('only answers in a dry run', () => {
    const { apply, by, admin } = aManager()
    apply('ci', full)
    const body = { apiVersion: 'apps/v1', kind: 'Deployment', ...full, spec: { ...full.spec, replicas: 9 } }
    expect(by('ci', true).patch(ref, { type: 'apply', body }).spec?.replicas).toBe(9)
    expect(admin.get(ref).spec?.replicas).toBe(2)
  })

  it('needs a manager', () => {
    const { admin } = aManager()
    expect(refusalOf(() => admin.patch(ref, { type: 'apply', body: full })).message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    )
  })
})

describe('the record of owners', () => {
  it('tells creation, update and status apart', () => {
    const { by, simulation } = aManager()
    by('kubectl-create').create(ref, full)
    simulation.advance(5000)
    setLabel(by('kubectl-label'))
    const seen = by('controller').get(ref)
    const updated = by('controller').update(ref, { ...seen, status: { replicas: 2 } }, 'status')
    const entries = updated.metadata.managedFields ?? []
    expect(entries.map(({ manager, subresource, time }) => [manager, subresource, time])).toEqual([
      ['kubectl-create', undefined, '2026-01-01T00:00:00Z'],
      ['controller', 'status', '2026-01-01T00:00:05Z'],
      ['kubectl-label', undefined, '2026-01-01T00:00:05Z'],
    ])
    expect(entries[1]?.fieldsV1).toEqual({ 'f:status': { 'f:replicas': {} } })
    expect(entries[2]?.fieldsV1).toEqual({ 'f:metadata': { 'f:labels': { 'f:team': {} } } })
    expect(entries[0]?.fieldsV1).toMatchObject({
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': { 'f:replicas': {}, 'f:selector': {}, 'f:strategy': { 'f:rollingUpdate': { '.': {} }, 'f:type': {} } },
    })
  })

  it('can be rewritten by a client, as kubectl does before its first apply on the server', () => {
    const { by, apply } = aManager()
    by('kubectl-client-side-apply').create(ref, full)
    const [entry] = by('kubectl').get(ref).metadata.managedFields ?? []
    const managedFields = [{ ...entry, manager: 'kubectl', operation: 'Apply' }]
    by('kubectl').patch(ref, { type: 'merge', body: { metadata: { managedFields } } })
    expect(apply('kubectl', { ...full, spec: { ...full.spec, replicas: 3 } }).spec?.replicas).toBe(3)
  })

  const setLabel = (client: ApiClient): void => {
    client.patch(ref, { type: 'merge', body: { metadata: { labels: { team: 'b' } } } })
  }
})
