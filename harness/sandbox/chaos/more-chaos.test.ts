import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { resources } from '../api/resources.ts'
import { aSandbox, aWebApp, statusOf } from '../../testing/a-sandbox.ts'
import { createDisturbances } from '../kubelet/disturbances.ts'
import { disturbedReply } from '../kubelet/disturbed-reply.ts'
import { chaosResources } from './chaos-resources.ts'
import { httpRuleOf } from './http-action.ts'

const anOpenSandbox = (seed: number) => {
  const sandbox = aSandbox(seed)
  sandbox.admin.create({ resource: resources.namespaces }, { metadata: { name: 'harness' } })
  sandbox.apply(aWebApp('web', 2))
  sandbox.apply(aWebApp('client', 1))
  sandbox.run(60)
  const names = sandbox.pods('web').map(({ metadata }) => metadata.name)
  const inject = (kind: string, spec: string): void => {
    const pods = `mode: all, selector: { pods: { shop: [${names.join(', ')}] } }`
    sandbox.apply(
      `{ apiVersion: chaos-mesh.org/v1alpha1, kind: ${kind}, metadata: { name: broken }, spec: { ${pods}, ${spec} } }`,
      'harness',
    )
    sandbox.run(5)
  }
  const client = () => sandbox.cluster.kubelets.podOf(sandbox.pods('client')[0]!.metadata.uid)
  const ask = (host = 'web') => sandbox.cluster.network.request(client(), { method: 'GET', host, port: 80, path: '/' })
  const kinds = (count = 40): string[] => Array.from({ length: count }, () => ask().kind)
  return { ...sandbox, inject, ask, kinds }
}

const CLIENT = 'target: { mode: all, selector: { namespaces: [shop], labelSelectors: { app: client } } }'

describe('packets that do not arrive', () => {
  it('come again: a loss of half makes some requests seconds late', () => {
    const sandbox = anOpenSandbox(31)
    sandbox.inject('NetworkChaos', `action: loss, loss: { loss: '50' }, ${CLIENT}`)
    const times = Array.from({ length: 40 }, () => sandbox.ask().timing.totalMs)
    expect(times.some((ms) => ms > 1000)).toBe(true)
    expect(times.some((ms) => ms < 50)).toBe(true)
  })

  it.each(['to', 'from', 'both'])('never come over a partition, direction %s', (direction) => {
    const sandbox = anOpenSandbox(32)
    sandbox.inject('NetworkChaos', `action: partition, direction: ${direction}, ${CLIENT}`)
    expect(new Set(sandbox.kinds())).toEqual(new Set(['unanswered']))
    expect(sandbox.pods('web').map(statusOf)).toEqual(['1/1 Running 0', '1/1 Running 0'])
    sandbox.admin.delete({ resource: chaosResources.networkChaos, namespace: 'harness', name: 'broken' })
    sandbox.run(5)
    expect(new Set(sandbox.kinds())).toEqual(new Set(['answered']))
  })

  it('take their time over a narrow line', () => {
    const sandbox = anOpenSandbox(33)
    sandbox.inject(
      'NetworkChaos',
      `action: bandwidth, bandwidth: { rate: 1kbps, limit: 20000, buffer: 100 }, ${CLIENT}`,
    )
    expect(sandbox.ask().timing.totalMs).toBeGreaterThan(150)
  })

  it('are thrown away twice over without a trace', () => {
    const sandbox = anOpenSandbox(34)
    sandbox.inject('NetworkChaos', `action: duplicate, duplicate: { duplicate: '100' }, ${CLIENT}`)
    expect(Math.max(...Array.from({ length: 20 }, () => sandbox.ask().timing.totalMs))).toBeLessThan(50)
  })
})

describe('a pod that fails', () => {
  it('keeps its name, runs nothing, and gets its images back', () => {
    const sandbox = anOpenSandbox(35)
    const uids = sandbox.pods('web').map(({ metadata }) => metadata.uid)
    sandbox.inject('PodChaos', 'action: pod-failure')
    sandbox.run(40)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['0/1 Running 1', '0/1 Running 1'])
    expect(sandbox.ask().kind).toBe('refused')
    sandbox.admin.delete({ resource: chaosResources.podChaos, namespace: 'harness', name: 'broken' })
    sandbox.run(60)
    expect(sandbox.pods('web').map(({ metadata }) => metadata.uid)).toEqual(uids)
    expect(sandbox.pods('web').map(({ spec }) => spec?.containers[0]?.image)).toEqual(
      Array(2).fill('nginx:1.27-alpine'),
    )
    expect(sandbox.pods('web').map(({ metadata }) => metadata.annotations ?? {})).toEqual([{}, {}])
    expect(sandbox.ask().kind).toBe('answered')
  })
})

describe('a proxy before a server', () => {
  it('closes connections, and the probes of the kubelet meet it too', () => {
    const sandbox = anOpenSandbox(36)
    sandbox.inject('HTTPChaos', 'target: Request, port: 80, abort: true')
    expect(new Set(sandbox.kinds(10))).toEqual(new Set(['closed']))
    sandbox.run(30)
    expect(sandbox.pods('web').map(statusOf)).toEqual(['0/1 Running 0', '0/1 Running 0'])
  })

  it('exchanges answers on the paths that it knows', () => {
    const sandbox = anOpenSandbox(37)
    sandbox.inject('HTTPChaos', "target: Response, port: 80, path: '/', replace: { code: 503, body: b29wcw== }")
    expect(sandbox.ask()).toMatchObject({ kind: 'answered', status: 503, body: 'oops' })
  })

  it('changes headers, and asks the server for something else than was asked', () => {
    const sandbox = anOpenSandbox(40)
    sandbox.inject(
      'HTTPChaos',
      'target: Response, port: 80, response_headers: { server: nginx/1.27.5 }, replace: { headers: { Content-Type: text/plain } }, patch: { headers: [[X-Trace, abc]] }',
    )
    expect(sandbox.ask()).toMatchObject({
      contentType: 'text/plain',
      headers: [
        { name: 'Content-Type', value: 'text/plain', mode: 'set' },
        { name: 'X-Trace', value: 'abc', mode: 'add' },
      ],
    })
    sandbox.admin.delete({ resource: chaosResources.httpChaos, namespace: 'harness', name: 'broken' })
    sandbox.run(5)
    sandbox.inject('HTTPChaos', 'target: Request, port: 80, replace: { path: /nothing, queries: { page: "2" } }')
    expect(sandbox.ask()).toMatchObject({ status: 404 })
  })

  it('patches answers that are JSON, and leaves others as they are', () => {
    const patch = `patch: { body: { type: JSON, value: '{"a":null,"b":2}' } }`
    const reply = (body: string) => {
      const disturbances = createDisturbances()
      disturbances.http.set('x', httpRuleOf(parse(`{ target: Response, port: 80, ${patch} }`) as never))
      return disturbedReply(
        disturbances,
        80,
        { method: 'GET', path: '/', clientIp: '', atMs: 0 },
        {
          container: 'web',
          startedAtMs: 0,
          product: '',
          reply: () => ({ status: 200, contentType: 'application/json', body, serviceMs: 1, spreadRatio: 0, cpuMs: 0 }),
        },
      ).body
    }
    expect(reply('{"a":1,"c":3}')).toBe('{"c":3,"b":2}')
    expect(reply('<html>')).toBe('<html>')
  })

  it('is refused for what it could not act out', () => {
    const sandbox = anOpenSandbox(38)
    expect(() => sandbox.inject('HTTPChaos', 'target: Request, port: 0, abort: true')).toThrow('spec.port')
    expect(() => sandbox.inject('HTTPChaos', 'target: Reply, port: 80')).toThrow('spec.target')
  })
})

describe('a resolver that was exchanged', () => {
  it('fails or lies about names that match, in the pods that were hit', () => {
    const sandbox = anOpenSandbox(39)
    const [pod] = sandbox.pods('web')
    const caller = () => sandbox.cluster.kubelets.podOf(pod!.metadata.uid)
    const lookup = (host: string) => sandbox.cluster.network.lookup(caller(), host).kind
    sandbox.inject('DNSChaos', "action: error, patterns: ['client*']")
    expect([lookup('client'), lookup('web')]).toEqual(['nonexistent', 'found'])
    expect(sandbox.ask('client').kind).not.toBe('unresolved')
    sandbox.admin.delete({ resource: chaosResources.dnsChaos, namespace: 'harness', name: 'broken' })
    sandbox.run(5)
    expect(lookup('client')).toBe('found')
  })
})
