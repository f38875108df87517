import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aSandbox, aWebApp, statusOf } from '../../testing/a-sandbox.ts'
import { chaosResources } from './chaos-resources.ts'

const anOpenSandbox = (seed: number, replicas = 2) => {
  const sandbox = aSandbox(seed)
  sandbox.admin.create({ resource: resources.namespaces }, { metadata: { name: 'harness' } })
  sandbox.apply(aWebApp('web', replicas))
  sandbox.apply(aWebApp('client', 1))
  sandbox.run(60)
  const names = sandbox.pods('web').map(({ metadata }) => metadata.name)
  const inject = (kind: string, name: string, spec: string): void =>
    sandbox.apply(
      `{ apiVersion: chaos-mesh.org/v1alpha1, kind: ${kind}, metadata: { name: ${name} }, spec: ${spec} }`,
      'harness',
    )
  const client = () => sandbox.cluster.kubelets.podOf(sandbox.pods('client')[0]!.metadata.uid)
  const requestMs = (): number[] =>
    Array.from({ length: 8 }, () => {
      const outcome = sandbox.cluster.network.request(client(), { method: 'GET', host: 'web', port: 80, path: '/' })
      expect(outcome.kind).toBe('answered')
      return outcome.timing.totalMs
    })
  const usage = (): { readonly cpu: string; readonly memory: string }[] =>
    sandbox.admin
      .list({ resource: { group: 'metrics.k8s.io', plural: 'pods' }, namespace: 'shop' }, { labelSelector: 'app=web' })
      .items.map(
        (item) =>
          (item['containers'] as { readonly usage: { readonly cpu: string; readonly memory: string } }[])[0]!.usage,
      )
  const reasons = (object: string) =>
    sandbox
      .events('harness')
      .filter((event) => event.object === object)
      .map(({ reason, message }) => `${reason}: ${message}`)
  return { ...sandbox, names, inject, requestMs, usage, reasons }
}

const stress = { resource: chaosResources.stressChaos, namespace: 'harness', name: 'burn' }
const milli = (cpu: string): number => Number(cpu.replace('n', '')) / 1e6
const mebi = (memory: string): number => Number(memory.replace('Ki', '')) / 1024

describe('CPU stress', () => {
  it('holds the usage at the limit after a round of metrics, slows requests, and tells nobody in the namespace', () => {
    const sandbox = anOpenSandbox(21)
    const before = sandbox.events().length
    expect(Math.max(...sandbox.usage().map(({ cpu }) => milli(cpu)))).toBeLessThan(10)
    const quick = Math.max(...sandbox.requestMs())
    sandbox.inject(
      'StressChaos',
      'burn',
      `{ mode: all, selector: { pods: { shop: [${sandbox.names.join(', ')}] } }, stressors: { cpu: { workers: 2, load: 100 } } }`,
    )
    sandbox.run(45)
    for (const { cpu } of sandbox.usage()) {
      expect(milli(cpu)).toBeGreaterThan(490)
      expect(milli(cpu)).toBeLessThan(503)
    }
    const slow = sandbox.requestMs()
    expect(slow.reduce((sum, ms) => sum + ms) / slow.length).toBeGreaterThan(quick * 3)
    expect(sandbox.events()).toHaveLength(before)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['1/1 Running 0', '1/1 Running 0'])
    sandbox.admin.delete(stress)
    sandbox.run(45)
    expect(Math.max(...sandbox.usage().map(({ cpu }) => milli(cpu)))).toBeLessThan(10)
    expect(Math.max(...sandbox.requestMs())).toBeLessThan(quick * 3)
    expect(sandbox.admin.find(stress)).toBeUndefined()
  })

  it('reports conditions and records, and the events of its life each on its own', () => {
    const sandbox = anOpenSandbox(22, 1)
    sandbox.inject(
      'StressChaos',
      'burn',
      `{ mode: all, duration: 30s, selector: { namespaces: [shop], labelSelectors: { app: web } }, stressors: { cpu: { workers: 1 } } }`,
    )
    sandbox.run(5)
    const id = `shop/${sandbox.names[0]}/web`
    const { status } = sandbox.admin.get(stress) as unknown as { readonly status: Record<string, unknown> }
    expect(status['conditions']).toEqual([
      { type: 'Selected', status: 'True' },
      { type: 'AllInjected', status: 'True' },
      { type: 'AllRecovered', status: 'False' },
      { type: 'Paused', status: 'False' },
    ])
    expect(status['experiment']).toMatchObject({
      desiredPhase: 'Run',
      containerRecords: [{ id, selectorKey: '.', phase: 'Injected', injectedCount: 1, recoveredCount: 0 }],
    })
    sandbox.run(30)
    sandbox.admin.delete(stress)
    sandbox.run(5)
    const told = sandbox.reasons('StressChaos/burn').filter((line) => !line.startsWith('Updated'))
    expect(new Set(told)).toEqual(
      new Set([
        'FinalizerInited: Finalizer has been inited',
        'Started: Experiment has started',
        `Applied: Successfully apply chaos for ${id}`,
        'TimeUp: Time up according to the duration',
        `Recovered: Successfully recover chaos for ${id}`,
        'FinalizerInited: Finalizer has been removed',
      ]),
    )
  })

  it('chooses nobody when nothing matches, and never looks again', () => {
    const sandbox = anOpenSandbox(23, 1)
    sandbox.inject(
      'StressChaos',
      'burn',
      '{ mode: all, selector: { namespaces: [shop], labelSelectors: { app: nobody } }, stressors: { cpu: { workers: 1 } } }',
    )
    sandbox.run(60)
    expect(sandbox.reasons('StressChaos/burn').filter((line) => line.startsWith('Failed'))).toEqual([
      'Failed: Failed to select targets: no pod is selected',
    ])
    const { status } = sandbox.admin.get(stress) as unknown as {
      readonly status: { readonly conditions: { readonly type: string; readonly status: string }[] }
    }
    expect(status.conditions.map(({ type, status: holds }) => `${type}=${holds}`)).toEqual([
      'Selected=False',
      'AllInjected=False',
      'AllRecovered=False',
      'Paused=False',
    ])
  })

  it('refuses a change of its spec', () => {
    const sandbox = anOpenSandbox(24, 1)
    sandbox.inject(
      'StressChaos',
      'burn',
      '{ mode: all, selector: { namespaces: [shop] }, stressors: { cpu: { workers: 1 } } }',
    )
    sandbox.run(5)
    expect(() => sandbox.admin.patch(stress, { type: 'merge', body: { spec: { mode: 'one' } } })).toThrow(
      'Cannot update chaos spec',
    )
  })
})

describe('memory stress', () => {
  it('below the limit shows in metrics only', () => {
    const sandbox = anOpenSandbox(25)
    sandbox.inject(
      'StressChaos',
      'burn',
      `{ mode: all, selector: { pods: { shop: [${sandbox.names.join(', ')}] } }, stressors: { memory: { workers: 1, size: 190MB } } }`,
    )
    sandbox.run(45)
    for (const { memory } of sandbox.usage()) expect(mebi(memory)).toBeGreaterThan(185)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['1/1 Running 0', '1/1 Running 0'])
  })

  const schedule = (names: readonly string[]): string =>
    `{ schedule: '@every 30s', type: StressChaos, concurrencyPolicy: Allow, historyLimit: 2, stressChaos: { mode: all, selector: { pods: { shop: [${names.join(', ')}] } }, stressors: { memory: { workers: 1, size: 400MB } }, duration: 20s } }`

  it('above the limit kills the container once for each injection of a Schedule', () => {
    const sandbox = anOpenSandbox(26)
    sandbox.inject('Schedule', 'again', schedule([sandbox.names[0]!]))
    sandbox.run(29)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['1/1 Running 0', '1/1 Running 0'])
    sandbox.run(65)
    const hit = sandbox.pods('web').find(({ metadata }) => metadata.name === sandbox.names[0])!
    const status = hit.status!.containerStatuses![0]!
    expect(status.restartCount).toBeGreaterThanOrEqual(2)
    expect((status.lastState?.terminated ?? status.state?.terminated)!).toMatchObject({
      reason: 'OOMKilled',
      exitCode: 137,
    })
    const spawned = sandbox
      .reasons('Schedule/again')
      .filter((line) => line.startsWith('Spawned: Create new object: again-'))
    expect(spawned).toHaveLength(3)
    expect(
      sandbox.admin.list({ resource: chaosResources.stressChaos, namespace: 'harness' }).items.length,
    ).toBeLessThanOrEqual(3)
  })

  it('does not follow a pod that was replaced', () => {
    const sandbox = anOpenSandbox(27)
    sandbox.inject('Schedule', 'again', schedule([sandbox.names[0]!]))
    sandbox.run(70)
    sandbox.admin.delete({ resource: resources.pods, namespace: 'shop', name: sandbox.names[0]! })
    sandbox.run(120)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['1/1 Running 0', '1/1 Running 0'])
  })
})

describe('network delay', () => {
  const delay = { resource: chaosResources.networkChaos, namespace: 'harness', name: 'slow' }
  const spec = (names: readonly string[], latency: string): string =>
    `{ action: delay, mode: all, selector: { pods: { shop: [${names.join(', ')}] } }, delay: { latency: ${latency}, correlation: '0', jitter: 0ms } }`

  it('holds back both answers of a connection, leaves metrics alone, survives a restart and ends with the object', () => {
    const sandbox = anOpenSandbox(28)
    sandbox.inject('NetworkChaos', 'slow', spec(sandbox.names, '250ms'))
    sandbox.run(5)
    for (const ms of sandbox.requestMs()) {
      expect(ms).toBeGreaterThan(500)
      expect(ms).toBeLessThan(510)
    }
    for (const pod of sandbox.pods('web')) sandbox.cluster.kubelets.kill(pod.metadata.uid, 'web', 137)
    sandbox.run(15)
    expect(Math.min(...sandbox.requestMs())).toBeGreaterThan(500)
    sandbox.admin.delete(delay)
    sandbox.run(5)
    expect(Math.max(...sandbox.requestMs())).toBeLessThan(20)
  })

  it('beyond the timeout of a probe takes the pod out of its Service, and lets it back afterwards', () => {
    const sandbox = anOpenSandbox(29, 1)
    sandbox.inject('NetworkChaos', 'slow', spec(sandbox.names, '700ms'))
    sandbox.run(25)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['0/1 Running 0'])
    expect(
      sandbox
        .events()
        .some(({ reason, message }) => reason === 'Unhealthy' && message.includes('Client.Timeout exceeded')),
    ).toBe(true)
    sandbox.admin.delete(delay)
    sandbox.run(10)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['1/1 Running 0'])
  })
})

describe('pod-kill', () => {
  it('replaces the pod at once', () => {
    const sandbox = anOpenSandbox(30, 1)
    sandbox.inject(
      'PodChaos',
      'kill',
      '{ action: pod-kill, mode: one, selector: { namespaces: [shop], labelSelectors: { app: web } } }',
    )
    sandbox.run(20)
    expect(sandbox.pods('web').map(({ metadata }) => metadata.name)).not.toEqual(sandbox.names)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['1/1 Running 0'])
  })
})
