import { describe, expect, test } from 'vitest'
import type { ClassifiedMutation } from '../domain/mutation.ts'
import { aDeployment, aPod, createFakeCluster } from '../testing/fake-cluster.ts'
import { guardState } from './guard-state.ts'
import type { StateSnapshot } from './state-snapshot.ts'
import { takeSnapshot } from './state-snapshot.ts'

type Objects = Map<string, Record<string, unknown>>

const snapshot = async (change: (objects: Objects) => void = () => undefined): Promise<StateSnapshot> => {
  const cluster = createFakeCluster()
  change(cluster.objects)
  const open = await cluster.pool.open({} as never, new AbortController().signal)
  return takeSnapshot(open, 'shop')
}

const failuresOf = async (
  change: (objects: Objects) => void,
  options: { allowed?: string[]; mutations?: ClassifiedMutation[]; start?: StateSnapshot } = {},
): Promise<Readonly<Record<string, string>>> => {
  const end = await snapshot(change)
  const guard = guardState({
    baseline: await snapshot(),
    start: options.start ?? end,
    end,
    allowedChanges: options.allowed ?? [],
    namespace: 'shop',
    mutations: options.mutations ?? [],
  })
  return Object.fromEntries(guard.filter(({ passed }) => !passed).map(({ name, detail }) => [name, detail]))
}

const restarted = (objects: Objects): void => {
  objects.set('Pod/demo-app-1', aPod('demo-app-1', { restartCount: 2 }))
}

describe('the guard', () => {
  test('has no objection to the baseline itself', async () => {
    expect(await failuresOf(() => undefined)).toEqual({})
  })

  test('objects to a baseline object that is gone', async () => {
    expect(await failuresOf((objects) => objects.delete('Service/demo-app'))).toEqual({
      'baseline objects exist': 'Service/demo-app is gone',
    })
  })

  test('objects to fewer replicas, even where their number may change', async () => {
    const zero = (objects: Objects): void => {
      const status = { observedGeneration: 1 }
      objects.set('Deployment/demo-app', { ...aDeployment('demo-app', { replicas: 0 }), status })
    }
    expect(await failuresOf(zero, { allowed: ['Deployment/demo-app:spec.replicas'] })).toEqual({
      'baseline objects exist': 'Deployment/demo-app has 0 of 2 replicas',
    })
  })

  test('objects to any change that is not allowed, and to no other', async () => {
    const relabel = (objects: Objects): void => {
      objects.set('Service/demo-app', {
        kind: 'Service',
        metadata: { name: 'demo-app' },
        spec: { ports: [{ port: 81 }] },
      })
    }
    expect(await failuresOf(relabel)).toEqual({ 'nothing else changed': 'Service/demo-app:spec.ports.0.port 80 → 81' })
    expect(await failuresOf(relabel, { allowed: ['Service/demo-app:spec.ports'] })).toEqual({})
    expect(await failuresOf(relabel, { allowed: ['Service/demo-app:spec.port'] })).not.toEqual({})
    expect(await failuresOf(relabel, { allowed: ['Service/demo-api:spec.ports'] })).not.toEqual({})
  })

  test('names the values of a map that came, so that one of them can be allowed', async () => {
    const annotate = (objects: Objects): void => {
      const metadata = { name: 'demo-app', annotations: { note: 'x' } }
      objects.set('Service/demo-app', { kind: 'Service', metadata, spec: { ports: [{ port: 80 }] } })
    }
    const found = { 'nothing else changed': 'Service/demo-app:metadata.annotations.note absent → "x"' }
    expect(await failuresOf(annotate)).toEqual(found)
    expect(await failuresOf(annotate, { allowed: ['Service/demo-app:metadata.annotations.note'] })).toEqual({})
  })

  test('objects to a new object', async () => {
    const add = (objects: Objects): void => {
      objects.set('ConfigMap/notes', { kind: 'ConfigMap', metadata: { name: 'notes' } })
    }
    expect(await failuresOf(add)).toEqual({ 'nothing else changed': 'ConfigMap/notes is new' })
    expect(await failuresOf(add, { allowed: ['ConfigMap/notes'] })).toEqual({})
  })

  test('objects to a rollout that is not complete', async () => {
    const halfway = (objects: Objects): void => {
      const status = { observedGeneration: 1, replicas: 3, updatedReplicas: 1, readyReplicas: 2, availableReplicas: 2 }
      objects.set('Deployment/demo-app', { ...aDeployment('demo-app'), status })
    }
    expect(await failuresOf(halfway)).toEqual({
      'rollouts are complete':
        'Deployment/demo-app: 3 of 2 replicas created; Deployment/demo-app: 1 of 2 replicas updated',
    })
  })

  test('objects to a change that the controller has not seen yet', async () => {
    const unseen = (objects: Objects): void => {
      objects.set('Deployment/demo-app', { ...aDeployment('demo-app'), metadata: { name: 'demo-app', generation: 2 } })
    }
    expect(await failuresOf(unseen)).toEqual({
      'rollouts are complete': 'Deployment/demo-app: its last change was not observed yet',
    })
  })

  test('objects to a container that waits', async () => {
    const waits = (objects: Objects): void => {
      objects.set('Pod/demo-app-1', aPod('demo-app-1', { waiting: 'CrashLoopBackOff' }))
    }
    expect(await failuresOf(waits)).toEqual({
      'containers are settled': 'Pod/demo-app-1: main waits: CrashLoopBackOff',
    })
  })

  test('objects to a restart during the window, not to one before it', async () => {
    expect(await failuresOf(restarted, { start: await snapshot() })).toEqual({
      'containers are settled': 'Pod/demo-app-1: main was restarted 2 times',
    })
    expect(await failuresOf(restarted)).toEqual({})
  })

  test('objects to a pod that was replaced during the window', async () => {
    const replaced = (objects: Objects): void => {
      objects.delete('Pod/demo-app-1')
      objects.set('Pod/demo-app-9', aPod('demo-app-9'))
    }
    expect(await failuresOf(replaced, { start: await snapshot() })).toEqual({
      'containers are settled': 'Pod/demo-app-9: main is new',
    })
  })

  test('objects to a change in another namespace, not to an attempt that was denied', async () => {
    const elsewhere: ClassifiedMutation = {
      atMs: 1,
      actor: 'method',
      denied: false,
      class: 'out-of-scope',
      verb: 'patch',
      kind: 'Node',
      name: 'node1',
      namespace: '',
      paths: [],
    }
    expect(await failuresOf(() => undefined, { mutations: [elsewhere] })).toEqual({
      'other namespaces are untouched': 'patch Node/node1 in the cluster',
    })
    expect(await failuresOf(() => undefined, { mutations: [{ ...elsewhere, denied: true }] })).toEqual({})
  })
})
