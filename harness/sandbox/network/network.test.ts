import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aPod, aSandbox, aWebApp } from '../../testing/a-sandbox.ts'

const aClientOf = (seed: number) => {
  const sandbox = aSandbox(seed)
  sandbox.apply(aPod('client', '[sleep, infinity]'))
  sandbox.apply(aWebApp('web', 2))
  sandbox.run(20)
  const get = (host: string, path = '/', port = 80) => {
    const client = sandbox.cluster.kubelets.podOf(sandbox.pods('client')[0]!.metadata.uid)
    return sandbox.cluster.network.request(client, { method: 'GET', host, port, path })
  }
  return { ...sandbox, get }
}

describe('a request from a pod', () => {
  it('finds a Service by each of its names', () => {
    const { get } = aClientOf(41)
    for (const host of ['web', 'web.shop', 'web.shop.svc', 'web.shop.svc.cluster.local']) {
      expect(get(host)).toMatchObject({ kind: 'answered', status: 200, product: 'nginx/1.27.5' })
    }
    expect(get('web', '/nothing')).toMatchObject({ kind: 'answered', status: 404 })
  })

  it('is refused where nobody is ready, and unanswered on a port that the Service does not have', () => {
    const sandbox = aClientOf(42)
    const deployment = { resource: resources.deployments, namespace: 'shop', name: 'web' }
    expect(sandbox.get('web', '/', 8080).kind).toBe('unanswered')
    sandbox.admin.patch(deployment, { type: 'merge', body: { spec: { replicas: 0 } } })
    sandbox.run(5)
    expect(sandbox.get('web').kind).toBe('refused')
  })

  it('stays on its own node where the Service says so, and gets no answer where no pod is there', () => {
    const sandbox = aClientOf(46)
    const service = { resource: resources.services, namespace: 'shop', name: 'web' }
    sandbox.admin.patch(service, { type: 'merge', body: { spec: { internalTrafficPolicy: 'Local' } } })
    const node = sandbox.pods('client')[0]?.spec?.nodeName
    const near = sandbox.pods('web').filter(({ spec }) => spec?.nodeName === node)
    expect(sandbox.get('web').kind).toBe(near.length > 0 ? 'answered' : 'unanswered')
    sandbox.admin.patch(
      { resource: resources.deployments, namespace: 'shop', name: 'web' },
      { type: 'merge', body: { spec: { template: { spec: { nodeName: node === 'node1' ? 'node2' : 'node1' } } } } },
    )
    sandbox.run(60)
    expect(sandbox.get('web').kind).toBe('unanswered')
  })

  it('meets an unknown name for half a minute after a Service was made again', () => {
    const sandbox = aClientOf(43)
    const service = { resource: resources.services, namespace: 'shop', name: 'web' }
    sandbox.admin.delete(service)
    sandbox.run(1)
    expect(sandbox.get('web').kind).toBe('unresolved')
    sandbox.apply(
      '{ apiVersion: v1, kind: Service, metadata: { name: web }, spec: { selector: { app: web }, ports: [{ port: 80 }] } }',
    )
    sandbox.run(20)
    expect(sandbox.get('web').kind).toBe('unresolved')
    sandbox.run(11)
    expect(sandbox.get('web').kind).toBe('answered')
  })

  it('resolves nothing while no DNS server is up, and still reaches addresses', () => {
    const sandbox = aClientOf(44)
    const { clusterIP } = sandbox.admin.get({ resource: resources.services, namespace: 'shop', name: 'web' }).spec!
    sandbox.admin.patch(
      { resource: resources.deployments, namespace: 'kube-system', name: 'coredns' },
      { type: 'merge', body: { spec: { replicas: 0 } } },
    )
    sandbox.run(10)
    expect(sandbox.get('web').kind).toBe('unresolved')
    expect(sandbox.get(clusterIP!).kind).toBe('answered')
  })

  it('shows in the log of the pod that answered', () => {
    const sandbox = aClientOf(45)
    sandbox.cluster.connectContainers(() => Promise.reject(new Error('no shell in this test')))
    for (let count = 0; count < 6; count += 1) sandbox.get('web')
    sandbox.run(1)
    const logs = sandbox
      .pods('web')
      .map(({ metadata: { name } }) => sandbox.admin.log({ resource: resources.pods, namespace: 'shop', name }))
    expect(logs.join('').match(/"GET \/ HTTP\/1\.1" 200/g)).toHaveLength(6)
  })
})
