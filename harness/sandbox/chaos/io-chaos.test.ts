import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { chaosResources } from './chaos-resources.ts'

const APP = `
apiVersion: v1
kind: Pod
metadata: { name: box, labels: { app: box } }
spec:
  containers:
    - name: box
      image: busybox:1.36
      command: [sh, -c, 'echo hello > /data/page; while true; do cat /data/page; sleep 10; done']
      readinessProbe: { exec: { command: [cat, /data/page] }, periodSeconds: 5, timeoutSeconds: 1 }
      volumeMounts: [{ name: data, mountPath: /data }, { name: other, mountPath: /other }]
    - { name: site, image: 'busybox:1.36', command: [httpd, -f, -p, '80', -h, /data], volumeMounts: [{ name: data, mountPath: /data }] }
  volumes: [{ name: data, emptyDir: {} }, { name: other, emptyDir: {} }]
`

const aBox = (seed: number) => {
  const sandbox = aSandbox(seed)
  sandbox.cluster.connectContainers(() => Promise.reject(new Error('no shell in this test')))
  sandbox.admin.create({ resource: resources.namespaces }, { metadata: { name: 'harness' } })
  sandbox.apply(APP)
  sandbox.run(30)
  const inject = (spec: string): void => {
    const chosen = 'mode: all, selector: { pods: { shop: [box] } }, volumePath: /data'
    sandbox.apply(
      `{ apiVersion: chaos-mesh.org/v1alpha1, kind: IOChaos, metadata: { name: io }, spec: { ${chosen}, ${spec} } }`,
      'harness',
    )
    sandbox.run(5)
  }
  const recover = (): void => {
    sandbox.admin.delete({ resource: chaosResources.ioChaos, namespace: 'harness', name: 'io' })
    sandbox.run(40)
  }
  const runtime = () => sandbox.cluster.kubelets.podOf(sandbox.pods('box')[0]!.metadata.uid)!
  const files = (container = 'box') =>
    runtime().containers.find(({ name }) => name === container)!.instance!.table!.files
  const log = (): string[] =>
    sandbox.admin
      .log({ resource: resources.pods, namespace: 'shop', name: 'box' }, { container: 'box' })
      .split('\n')
      .filter((line) => line !== '')
  const isReady = (): boolean =>
    sandbox.pods('box')[0]?.status?.containerStatuses?.find(({ name }) => name === 'box')?.ready === true
  const get = () =>
    sandbox.cluster.network.request(runtime(), { method: 'GET', host: '127.0.0.1', port: 80, path: '/page' })
  return { ...sandbox, inject, recover, files, log, isReady, get }
}

describe('a volume whose calls fail', () => {
  it('fails the programs, the probe that reads it, and goes back to what it was', () => {
    const box = aBox(61)
    expect([box.isReady(), box.log().at(-1)]).toEqual([true, 'hello'])
    box.inject('action: fault, errno: 5')
    box.run(30)
    expect(box.log().at(-1)).toBe("cat: can't open '/data/page': I/O error")
    expect(box.isReady()).toBe(false)
    expect(() => box.files().read('/data/page')).toThrow('I/O error')
    box.recover()
    expect([box.isReady(), box.log().at(-1)]).toEqual([true, 'hello'])
  })

  it('is that of the container and the methods that were named, and no other', () => {
    const box = aBox(62)
    box.inject('action: fault, errno: 28, methods: [write], containerNames: [box]')
    const files = box.files()
    expect(files.read('/data/page')).toBe('hello\n')
    expect(() => files.write('/data/page', 'x', 'replace')).toThrow('No space left on device')
    expect(files.write('/other/page', 'x', 'replace')).toBe('done')
    expect(box.files('site').write('/data/more', 'x', 'replace')).toBe('done')
  })

  it('answers requests for its files with 500', () => {
    const box = aBox(63)
    expect(box.get()).toMatchObject({ status: 200, body: 'hello\n' })
    box.inject('action: fault, errno: 5, containerNames: [site]')
    expect(box.get()).toMatchObject({ status: 500 })
  })

  it('fails as often as its percentage says', () => {
    const box = aBox(64)
    box.inject('action: fault, errno: 5, methods: [read], percent: 30')
    const failures = Array.from({ length: 300 }, () => {
      try {
        box.files().read('/data/page')
        return 0
      } catch {
        return 1
      }
    }).reduce<number>((sum, one) => sum + one, 0)
    expect(failures).toBeGreaterThan(60)
    expect(failures).toBeLessThan(120)
  })
})

describe('a volume whose calls take their time', () => {
  it('holds back programs and servers, and probes run into their limit', () => {
    const box = aBox(65)
    box.inject('action: latency, delay: 2s')
    box.run(60)
    expect(box.isReady()).toBe(false)
    const before = box.log().length
    box.run(140)
    // Ten seconds of pause and four of opening and reading, instead of ten: ten rounds in 140 s, not fourteen.
    expect(box.log().length - before).toBe(10)
    box.recover()
    box.inject('action: latency, delay: 300ms, path: /data/p*, methods: [read], containerNames: [site]')
    expect(Math.round(box.get().timing.totalMs / 100)).toBe(3)
    expect(Math.round(box.get().timing.totalMs / 100)).toBe(3)
  })
})

describe('a volume chaos that could not be acted out', () => {
  it('fails where the path is no mount point, as its record and its event say', () => {
    const sandbox = aBox(67)
    sandbox.apply(
      `{ apiVersion: chaos-mesh.org/v1alpha1, kind: IOChaos, metadata: { name: io }, spec: { action: fault, errno: 5, mode: all, selector: { pods: { shop: [box] } }, volumePath: /etc } }`,
      'harness',
    )
    sandbox.run(5)
    const { status } = sandbox.admin.get({ resource: chaosResources.ioChaos, namespace: 'harness', name: 'io' })
    expect(status?.conditions).toContainEqual({ type: 'AllInjected', status: 'False' })
    expect(JSON.stringify(status?.experiment)).toContain('/etc is no mount point in container box')
  })
})
