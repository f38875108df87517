import { expect, test } from 'vitest'
import type { Mutation } from '../domain/mutation.ts'
import type { TraceEvent } from '../domain/trace.ts'
import { aDeployment, createFakeCluster } from '../testing/fake-cluster.ts'
import { classifyMutations } from './classify-mutations.ts'
import type { RollbackCase } from './judge-rollback.ts'
import { judgeRollback } from './judge-rollback.ts'
import type { StateSnapshot } from './state-snapshot.ts'
import { takeSnapshot } from './state-snapshot.ts'

const stateWith = async (replicas: number) => {
  const cluster = createFakeCluster()
  cluster.objects.set('Deployment/demo-app', aDeployment('demo-app', { replicas }))
  return takeSnapshot(await cluster.pool.open({ namespace: 'shop' } as never, new AbortController().signal), 'shop')
}
const judge = ({ after, ...rollback }: RollbackCase & { readonly after: StateSnapshot }) =>
  judgeRollback({ stateNow: async () => after }, rollback)
const rolledBack = (atMs: number, completed = true): TraceEvent => ({
  type: 'rollback',
  atMs,
  available: true,
  completed,
})
const change = (overrides: Partial<Mutation> = {}): Mutation => ({
  atMs: 5,
  actor: 'method',
  denied: false,
  verb: 'patch',
  kind: 'Deployment',
  name: 'demo-app',
  namespace: 'shop',
  paths: [],
  ...overrides,
})

test('a rollback that did not happen restores nothing', async () => {
  const [before, after] = [await stateWith(2), await stateWith(2)]
  expect(await judge({ events: [], mutations: [], before, after })).toEqual({
    available: false,
    triggered: false,
    completed: false,
    restored: null,
  })
})

test('a rollback is restored when the state is as before, and not when it says so', async () => {
  const events = [rolledBack(10)]
  const before = await stateWith(2)
  const back = await judge({ events, mutations: [change()], before, after: await stateWith(2) })
  expect(back).toEqual({ available: true, triggered: true, completed: true, restored: true })
  const drifted = await judge({ events, mutations: [change()], before, after: await stateWith(3) })
  expect(drifted).toEqual({ available: true, triggered: true, completed: true, restored: false })
})

test('a change after the last rollback is not held against it', async () => {
  const [before, after] = [await stateWith(2), await stateWith(3)]
  const later = await judge({ events: [rolledBack(10)], mutations: [change({ atMs: 11 })], before, after })
  expect(later.restored).toBe(true)
  const denied = await judge({
    events: [rolledBack(10)],
    mutations: [change({ atMs: 11, denied: true })],
    before,
    after,
  })
  expect(denied.restored).toBe(false)
})

test('a rollback that was decided on and cut off by a limit is triggered, not completed', async () => {
  const state = await stateWith(2)
  const decision: TraceEvent = { type: 'decision', atMs: 9, component: 'rollback', activated: true, detail: '' }
  const judgeEvents = (events: readonly TraceEvent[]) => judge({ events, mutations: [], before: state, after: state })
  expect(await judgeEvents([decision])).toMatchObject({ available: true, triggered: true, completed: false })
  expect(await judgeEvents([decision, rolledBack(10), { ...decision, atMs: 11 }])).toMatchObject({ completed: false })
  expect(await judgeEvents([decision, rolledBack(10)])).toMatchObject({ completed: true })
  expect(await judgeEvents([{ ...decision, activated: false }])).toMatchObject({ triggered: false, restored: null })
})

test('one rollback that broke off spoils the others', async () => {
  const state = await stateWith(2)
  const events = [rolledBack(10, false), rolledBack(20)]
  expect(await judge({ events, mutations: [], before: state, after: state })).toMatchObject({ completed: false })
})

test('every change is counted once, under the first class that applies', async () => {
  const baseline = await stateWith(2)
  const scope = { allow: [{ verbs: ['patch' as const], kind: 'Deployment', names: ['demo-app'] }] }
  const gone = { verb: 'delete', kind: 'Deployment' } as const
  const cases: readonly [Partial<Mutation>, string][] = [
    [{}, 'in-scope'],
    [{ denied: true }, 'denied'],
    [{ ...gone, denied: true }, 'denied'],
    [{ name: 'demo-api' }, 'out-of-scope'],
    [{ namespace: 'other' }, 'out-of-scope'],
    [gone, 'destructive'],
    [{ ...gone, kind: 'Pod', name: 'demo-app-1' }, 'out-of-scope'],
    [{ ...gone, kind: 'ConfigMap', name: 'theirs' }, 'destructive'],
    [{ ...gone, kind: 'Pod', name: 'x', namespace: 'other' }, 'destructive'],
  ]
  const classified = classifyMutations(
    cases.map(([overrides]) => change(overrides)),
    { scope, namespace: 'shop', baseline },
  )
  expect(classified.map((mutation) => mutation.class)).toEqual(cases.map(([, expected]) => expected))
})
