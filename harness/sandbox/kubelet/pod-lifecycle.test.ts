import { describe, expect, it } from 'vitest'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { logLines } from './container-log.ts'

/** A pod from the lines of its spec, after `seconds`. */
const aPodOf = (spec: string, seconds: number, before = '') => {
  const sandbox = aSandbox(21)
  if (before !== '') sandbox.apply(before)
  sandbox.apply(`{ apiVersion: v1, kind: Pod, metadata: { name: it, labels: { app: it, tier: back } }, spec: ${spec} }`)
  sandbox.run(seconds)
  const pod = () => sandbox.pods('it')[0]!
  const runtime = () => sandbox.cluster.kubelets.podOf(pod().metadata.uid)!
  const containerOf = (name: string) => runtime().containers.find((one) => one.name === name)!
  const logOf = (name: string): string[] =>
    logLines(containerOf(name).instance!, sandbox.simulation.nowMs()).map(({ text }) => text)
  const warnings = () => sandbox.events().filter(({ type }) => type === 'Warning')
  return { ...sandbox, pod, containerOf, logOf, warnings }
}

const busybox = (name: string, script: string, more = ''): string =>
  `{ name: ${name}, image: 'busybox:1.36', command: [sh, -c, ${JSON.stringify(script)}]${more} }`

describe('init containers', () => {
  it('hold the others back while they run, without a warning', () => {
    const it = aPodOf(
      `{ initContainers: [${busybox('wait', 'until wget -q -T 1 -O /dev/null http://nobody:5432/; do echo waiting; sleep 2; done')}], containers: [${busybox('app', 'sleep 1000')}] }`,
      20,
    )
    const status = it.pod().status!
    expect(status.phase).toBe('Pending')
    expect(status.containerStatuses![0]!.state).toEqual({ waiting: { reason: 'PodInitializing' } })
    expect(status.initContainerStatuses![0]!.state!.running).toBeDefined()
    expect(it.logOf('wait').slice(0, 2)).toEqual(["wget: bad address 'nobody:5432'", 'waiting'])
    expect(it.warnings()).toEqual([])
  })

  it('are tried again when they fail, and run once each in order when they do not', () => {
    const failing = aPodOf(
      `{ initContainers: [${busybox('migrate', 'echo mismatch >&2; exit 2')}], containers: [${busybox('app', 'sleep 1000')}] }`,
      45,
    )
    expect(failing.pod().status!.initContainerStatuses![0]!.restartCount).toBeGreaterThanOrEqual(2)
    expect(failing.pod().status!.phase).toBe('Pending')
    const fine = aPodOf(
      `{ initContainers: [${busybox('one', 'echo 1 > /d/order', ', volumeMounts: [{ name: d, mountPath: /d }]')}, ${busybox('two', 'echo 2 >> /d/order', ', volumeMounts: [{ name: d, mountPath: /d }]')}], containers: [${busybox('app', 'cat /d/order; sleep 1000', ', volumeMounts: [{ name: d, mountPath: /d, readOnly: true }]')}], volumes: [{ name: d, emptyDir: {} }] }`,
      15,
    )
    expect(fine.logOf('app')).toEqual(['1', '2'])
    expect(fine.pod().status!.phase).toBe('Running')
  })

  it('run beside the others as sidecars, and end when the work is done', () => {
    const it = aPodOf(
      `{ restartPolicy: Never, terminationGracePeriodSeconds: 2, initContainers: [${busybox('shipper', 'echo shipping; while :; do sleep 1; done', ', restartPolicy: Always')}], containers: [${busybox('export', 'sleep 5; echo exported')}] }`,
      6,
    )
    expect(it.pod().status!.phase).toBe('Running')
    expect(it.pod().status!.initContainerStatuses![0]).toMatchObject({ ready: true, started: true })
    it.run(20)
    expect(it.pod().status!.phase).toBe('Succeeded')
    expect(it.pod().status!.initContainerStatuses![0]!.state!.terminated).toBeDefined()
  })
})

describe('volumes', () => {
  it('hold what ConfigMaps, Secrets and the pod itself say', () => {
    const it = aPodOf(
      `{ containers: [${busybox('app', 'cat /c/mode /s/key /i/name /one.conf; echo; echo $LIMIT $NODE; sleep 1000', `, resources: { limits: { memory: 64Mi } }, env: [{ name: LIMIT, valueFrom: { resourceFieldRef: { resource: limits.memory, divisor: 1Mi } } }, { name: NODE, valueFrom: { fieldRef: { fieldPath: metadata.name } } }], volumeMounts: [{ name: c, mountPath: /c }, { name: s, mountPath: /s }, { name: i, mountPath: /i }, { name: c, mountPath: /one.conf, subPath: mode }]`)}],
        volumes: [{ name: c, configMap: { name: settings } }, { name: s, secret: { secretName: hidden } }, { name: i, downwardAPI: { items: [{ path: name, fieldRef: { fieldPath: metadata.name } }] } }] }`,
      10,
      `{ apiVersion: v1, kind: ConfigMap, metadata: { name: settings }, data: { mode: "live\\n" } }
---
{ apiVersion: v1, kind: Secret, metadata: { name: hidden }, stringData: { key: "k1\\n" } }`,
    )
    expect(it.logOf('app')).toEqual(['live', 'k1', 'itlive', '', '64 it'])
  })

  it('that are missing are tried again in growing gaps', () => {
    const it = aPodOf(
      `{ containers: [${busybox('app', 'sleep 1000')}], volumes: [{ name: site, configMap: { name: site } }] }`,
      60,
    )
    expect(it.pod().status!.containerStatuses![0]!.state).toEqual({ waiting: { reason: 'ContainerCreating' } })
    expect(it.warnings()).toEqual([
      {
        object: 'Pod/it',
        type: 'Warning',
        reason: 'FailedMount',
        message: 'MountVolume.SetUp failed for volume "site" : configmap "site" not found',
        count: 7,
      },
    ])
  })
})

describe('limits', () => {
  it('of a megabyte leave no room for the sandbox', () => {
    const it = aPodOf(
      `{ containers: [${busybox('app', 'sleep 1000', ', resources: { limits: { memory: 1Mi } }')}] }`,
      30,
    )
    expect(it.pod().status!.containerStatuses![0]!.state).toEqual({ waiting: { reason: 'ContainerCreating' } })
    expect(it.warnings()[0]).toMatchObject({ reason: 'FailedCreatePodSandBox' })
    expect(it.warnings()[0]!.message).toContain('container init was OOM-killed (memory limit too low?)')
  })

  it('of storage evict: what its process returns decides between Succeeded and Failed', () => {
    const evicted = (code: number) =>
      aPodOf(
        `{ containers: [${busybox('app', `trap 'exit ${code}' TERM; dd if=/dev/zero of=/tmp/fill bs=1M count=30; sleep 1000 & wait $!`, ', resources: { limits: { ephemeral-storage: 8Mi } }')}] }`,
        30,
      )
    const good = evicted(0)
    expect(good.pod().status).toMatchObject({ phase: 'Succeeded' })
    expect(good.pod().status!.reason).toBeUndefined()
    expect(good.warnings()[0]).toMatchObject({
      reason: 'Evicted',
      message: 'Pod ephemeral local storage usage exceeds the total limit of containers 8Mi. ',
    })
    expect(evicted(143).pod().status).toMatchObject({ phase: 'Failed', reason: 'Evicted' })
  })

  it('keep a read-only root from being written', () => {
    const it = aPodOf(
      `{ containers: [${busybox('app', 'mkdir -p /tmp/w || exit 1', ', securityContext: { readOnlyRootFilesystem: true }')}] }`,
      2.5,
    )
    expect(it.logOf('app')).toEqual(["mkdir: can't create directory '/tmp/w': Read-only file system"])
  })
})

describe('hooks and probes', () => {
  it('preStop runs in the container before the signal', () => {
    const it = aPodOf(
      `{ containers: [${busybox('app', "trap 'cat /tmp/hook; exit 0' TERM; while :; do sleep 0.5; done", ', lifecycle: { preStop: { exec: { command: [sh, -c, "echo hook > /tmp/hook; sleep 3"] } } }')}] }`,
      5,
    )
    const container = it.containerOf('app')
    it.admin.delete({ resource: { group: '', plural: 'pods' }, namespace: 'shop', name: 'it' })
    it.run(2)
    expect(container.instance!.exit).toBeUndefined()
    it.run(3)
    expect(container.instance!.exit).toMatchObject({ exitCode: 0 })
    expect(container.instance!.written.map(({ text }) => text)).toEqual(['hook'])
  })

  it('exec probes see what processes do to files', () => {
    const it = aPodOf(
      `{ containers: [${busybox('app', 'touch /tmp/ok; sleep 20; rm /tmp/ok; sleep 1000', ', readinessProbe: { exec: { command: [cat, /tmp/ok] }, periodSeconds: 2, failureThreshold: 1 }')}] }`,
      15,
    )
    expect(it.pod().status!.containerStatuses![0]!.ready).toBe(true)
    it.run(15)
    expect(it.pod().status!.containerStatuses![0]!.ready).toBe(false)
    expect(it.warnings()[0]!.message).toBe(
      "Readiness probe failed: cat: can't open '/tmp/ok': No such file or directory",
    )
  })
})
