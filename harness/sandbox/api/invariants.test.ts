import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resources } from './resources.ts'
import { aCluster } from './testing.ts'
import { ApiError } from './types/api-error.ts'
import type { KubeObject } from './types/object.ts'

const configMaps = { resource: resources.configMaps, namespace: 'shop' }
const FINALIZER = 'shop.example.com/hold'

type Step =
  | { readonly do: 'create' | 'delete' | 'hold' | 'free'; readonly name: string }
  | { readonly do: 'set' | 'replace'; readonly name: string; readonly value: string }
  | { readonly do: 'wait'; readonly ms: number }

const name = fc.constantFrom('a', 'b', 'c')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('create' as const, 'delete' as const, 'hold' as const, 'free' as const), name }),
  fc.record({ do: fc.constantFrom('set' as const, 'replace' as const), name, value: fc.constantFrom('1', '2', '3') }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 500 }) }),
)

type Cluster = ReturnType<typeof aCluster>

const perform = ({ admin, simulation }: Cluster, action: Step): void => {
  if (action.do === 'wait') return simulation.advance(action.ms)
  const ref = { ...configMaps, name: action.name }
  const patch = (body: object) => admin.patch(ref, { type: 'merge', body })
  const steps = {
    create: () => admin.create(configMaps, { metadata: { name: action.name } }),
    delete: () => admin.delete(ref),
    hold: () => patch({ metadata: { finalizers: [FINALIZER] } }),
    free: () => patch({ metadata: { finalizers: null } }),
    set: () => patch({ data: { value: 'value' in action ? action.value : '' } }),
    replace: () => admin.update(ref, { ...admin.get(ref), data: { other: 'value' in action ? action.value : '' } }),
  }
  try {
    steps[action.do]()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}

const keyed = (objects: readonly KubeObject[]) => new Map(objects.map((object) => [object.metadata.name, object]))

describe('after any sequence of requests', () => {
  it('a watch has told exactly what a list shows, with rising versions', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const cluster = aCluster()
        const cache = new Map<string, KubeObject>()
        const versions: number[] = []
        cluster.admin.watch(configMaps, {}, ({ type, object }) => {
          versions.push(Number(object.metadata.resourceVersion))
          if (type === 'DELETED') cache.delete(object.metadata.name)
          else cache.set(object.metadata.name, object)
        })
        for (const action of steps) perform(cluster, action)
        cluster.simulation.advance(1000)
        expect(cache).toEqual(keyed(cluster.admin.list(configMaps).items))
        expect(versions).toEqual([...versions].sort((a, b) => a - b))
      }),
    )
  })

  it('the audit, replayed, gives the same objects', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const cluster = aCluster()
        for (const action of steps) perform(cluster, action)
        const replayed = new Map<string, KubeObject>()
        const entries = cluster.server.audit.since(0).filter((entry) => entry.resource === 'configmaps')
        for (const entry of entries.filter(({ namespace }) => namespace === 'shop')) {
          expect(replayed.get(entry.name)).toBe(entry.before)
          if (entry.after === undefined) replayed.delete(entry.name)
          else replayed.set(entry.name, entry.after)
        }
        expect(replayed).toEqual(keyed(cluster.server.snapshot([configMaps])))
      }),
    )
  })

  it('nothing that is being deleted is left without something that holds it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const cluster = aCluster()
        for (const action of steps) perform(cluster, action)
        const leaving = cluster.admin
          .list(configMaps)
          .items.filter((item) => item.metadata.deletionTimestamp !== undefined)
        for (const { metadata } of leaving) expect(metadata.finalizers).toEqual([FINALIZER])
      }),
    )
  })
})
