import { describe, expect, it } from 'vitest'
import { aPod, aSandbox, statusOf } from '../../testing/a-sandbox.ts'

const timesOf = (seen: readonly { readonly at: number; readonly what: string }[], pattern: RegExp): number[] =>
  seen.filter(({ what }) => pattern.test(what)).map(({ at }) => at)

describe('a container that exits after a second', () => {
  const sandbox = aSandbox()
  const seen = sandbox.watchPods()
  sandbox.apply(aPod('crash', '[sh, -c, "echo fatal: cannot open config; sleep 1; exit 1"]'))
  sandbox.run(375)

  it('is restarted at once, then after 10, 20, 40, 80 and 160 s and what the next sync adds', () => {
    const restarts = timesOf(seen, /Running [1-6]$/)
    expect(restarts).toHaveLength(6)
    const recorded = [3.3, 20.5, 47.7, 100, 191, 357]
    restarts.forEach((at, index) => {
      expect(Math.abs(at - recorded[index]!)).toBeLessThan(4 + index * 4)
    })
  })

  it('shows Error until the next sync, and CrashLoopBackOff then', () => {
    const [error] = timesOf(seen, /Error 1$/)
    const [backOff] = timesOf(seen, /CrashLoopBackOff 1$/)
    expect(backOff! - error!).toBeGreaterThan(9)
    expect(backOff! - error!).toBeLessThan(17)
  })

  it('repeats the BackOff event at each sync and says nothing else of it', () => {
    const warnings = sandbox.events().filter(({ type }) => type === 'Warning')
    expect(warnings).toHaveLength(1)
    expect(warnings[0]!.count).toBeGreaterThan(15)
    const [pod] = sandbox.pods('crash')
    expect(warnings[0]!.message).toBe(
      `Back-off restarting failed container app in pod crash_shop(${pod!.metadata.uid})`,
    )
  })

  it('keeps what it wrote for kubectl logs --previous', () => {
    sandbox.cluster.connectContainers(() => Promise.reject(new Error('no shell in this test')))
    const ref = { resource: { group: '', plural: 'pods' }, namespace: 'shop', name: 'crash' }
    expect(sandbox.admin.log(ref, { previous: true })).toBe('fatal: cannot open config\n')
  })
})

describe('a container whose liveness probe asks a closed port', () => {
  const sandbox = aSandbox(4)
  const seen = sandbox.watchPods()
  sandbox.apply(
    aPod(
      'live',
      '',
      'nginx:1.27-alpine',
      '      livenessProbe: { httpGet: { path: /, port: 8081 }, periodSeconds: 5, failureThreshold: 3 }\n  terminationGracePeriodSeconds: 5',
    ),
  )
  sandbox.run(240)

  it('is killed every 15 s, and waits in CrashLoopBackOff from the fourth kill on', () => {
    expect(timesOf(seen, /Running [123]$/).map((at) => Math.round(at / 15))).toEqual([1, 2, 3])
    const [backOff] = timesOf(seen, /CrashLoopBackOff/)
    expect(backOff).toBeGreaterThan(59)
    expect(backOff).toBeLessThan(64)
    const [fourth] = timesOf(seen, /Running 4$/)
    expect(fourth! - backOff!).toBeGreaterThan(18)
    expect(fourth! - backOff!).toBeLessThan(33)
  })

  it('names the probe in its events and ends with what the process returned', () => {
    const events = sandbox.events()
    const [pod] = sandbox.pods('live')
    const ip = pod!.status!.podIP!
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'Warning',
        reason: 'Unhealthy',
        message: `Liveness probe failed: Get "http://${ip}:8081/": dial tcp ${ip}:8081: connect: connection refused`,
      }),
    )
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'Normal',
        reason: 'Killing',
        message: 'Container app failed liveness probe, will be restarted',
      }),
    )
    const status = pod!.status!.containerStatuses![0]!
    expect(status.lastState?.terminated?.reason ?? status.state?.terminated?.reason).toBe('Completed')
  })
})

describe('a container that takes memory without end', () => {
  it('is OOMKilled with 137 and no event but BackOff', () => {
    const sandbox = aSandbox(2)
    sandbox.apply(aPod('hog', '[tail, /dev/zero]', 'busybox:1.36', '      resources: { limits: { memory: 64Mi } }'))
    sandbox.run(60)
    const status = sandbox.pods('hog')[0]!.status!.containerStatuses![0]!
    const terminated = status.lastState?.terminated ?? status.state?.terminated
    expect(terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 137 })
    expect(
      new Set(
        sandbox
          .events()
          .filter(({ type }) => type === 'Warning')
          .map(({ reason }) => reason),
      ),
    ).toEqual(new Set(['BackOff']))
  })
})

describe('a program that the image does not have', () => {
  it('ends in StartError with exit code 128 and the runtime’s words', () => {
    const sandbox = aSandbox(3)
    sandbox.apply(aPod('typo', '[/bin/payments-server]'))
    sandbox.run(60)
    const status = sandbox.pods('typo')[0]!.status!.containerStatuses![0]!
    const terminated = status.lastState?.terminated ?? status.state?.terminated
    expect(terminated).toMatchObject({ reason: 'StartError', exitCode: 128, startedAt: '1970-01-01T00:00:00Z' })
    expect(sandbox.events()).toContainEqual(
      expect.objectContaining({
        reason: 'Failed',
        message: expect.stringContaining(
          'exec: "/bin/payments-server": stat /bin/payments-server: no such file or directory',
        ) as string,
      }),
    )
  })
})

describe('a ConfigMap that is missing', () => {
  const env = '      env: [{ name: MODE, valueFrom: { configMapKeyRef: { name: payments-config, key: mode } } }]'

  it('holds the container in CreateContainerConfigError without restarts, and heals when it is made', () => {
    const sandbox = aSandbox(5)
    sandbox.apply(aPod('payments', '[sleep, infinity]', 'busybox:1.36', env))
    sandbox.run(29)
    expect(statusOf(sandbox.pods('payments')[0]!)).toBe('0/1 CreateContainerConfigError 0')
    const failures = sandbox.events().filter(({ reason }) => reason === 'Failed')
    expect(failures.map(({ message }) => message)).toEqual(['Error: configmap "payments-config" not found'])
    expect(failures[0]!.count).toBeGreaterThanOrEqual(3)
    sandbox.apply('{ apiVersion: v1, kind: ConfigMap, metadata: { name: payments-config }, data: { mode: live } }')
    sandbox.run(20)
    expect(statusOf(sandbox.pods('payments')[0]!)).toBe('1/1 Running 0')
  })
})
