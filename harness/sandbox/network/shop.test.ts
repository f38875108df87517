import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { isReady } from '../controllers/base/pods.ts'
import { logLines } from '../kubelet/container-log.ts'
import { resources } from '../api/resources.ts'

const SHOP = readFileSync(new URL('../../../tasks/apps/shop.yaml', import.meta.url), 'utf8').replaceAll(
  '__RELEASE__',
  '1',
)

describe('the shop', () => {
  const sandbox = aSandbox(11)
  const runtimeOf = (app: string) => sandbox.cluster.kubelets.podOf(sandbox.pods(app)[0]!.metadata.uid)!
  const get = (host: string) =>
    sandbox.cluster.network.request(runtimeOf('visitor'), { method: 'GET', host, port: 80, path: '/' })
  const logOf = (app: string): string[] =>
    logLines(runtimeOf(app).containers[0]!.instance!, sandbox.simulation.nowMs()).map(({ text }) => text)
  beforeAll(() => {
    sandbox.apply(SHOP)
    sandbox.run(40)
  })

  it('comes up, each of its eight services and the visitor', () => {
    const pods = sandbox.pods()
    expect(pods.map(({ metadata }) => metadata.labels!['app'])).toEqual(
      expect.arrayContaining(['db', 'worker', 'visitor']),
    )
    expect(pods.filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name)).toEqual([])
    expect(get('frontend')).toMatchObject({ kind: 'answered', status: 200 })
    expect(sandbox.cluster.network.lookup(runtimeOf('visitor'), 'db-0.db')).toMatchObject({ kind: 'found' })
  })

  it('works all the time: requests stand in its logs and in its use of CPU', () => {
    sandbox.run(120)
    expect(logOf('frontend').filter((line) => line.includes('status=200')).length).toBeGreaterThan(10)
    expect(logOf('orders').some((line) => line.includes('status=200'))).toBe(true)
    const { instance } = runtimeOf('catalog').containers[0]!
    expect(instance!.work.length).toBeGreaterThan(10)
  })

  it('fails where a service behind fails: the error names it, on every level above', () => {
    const scale = (name: string, replicas: number) =>
      sandbox.admin.patch(
        { resource: resources.statefulSets, namespace: 'shop', name },
        { type: 'merge', body: { spec: { replicas } } },
      )
    scale('db', 0)
    sandbox.run(20)
    expect(get('catalog')).toMatchObject({ kind: 'answered', status: 502 })
    expect(get('frontend')).toMatchObject({ kind: 'answered', status: 502 })
    expect(get('cart')).toMatchObject({ kind: 'answered', status: 200 })
    expect(logOf('frontend').at(-1)).toContain('catalog: answered 502')
    scale('db', 1)
    sandbox.run(60)
    expect(get('frontend')).toMatchObject({ kind: 'answered', status: 200 })
  })

  it('says what it misses and ends, when a variable is not set', () => {
    sandbox.admin.patch(
      { resource: resources.deployments, namespace: 'shop', name: 'cart' },
      {
        type: 'strategic',
        body: {
          spec: { template: { spec: { containers: [{ name: 'cart', env: [{ name: 'CACHE_ADDR', value: '' }] }] } } },
        },
      },
    )
    sandbox.run(30)
    const broken = sandbox.pods('cart').find((pod) => !isReady(pod))!
    const container = sandbox.cluster.kubelets.podOf(broken.metadata.uid)!.containers[0]!
    const run = container.instance!.exit === undefined ? container.previous! : container.instance!
    expect(logLines(run, sandbox.simulation.nowMs()).map(({ text }) => text)).toContain(
      'cart: fatal: CACHE_ADDR is not set',
    )
  })
})
