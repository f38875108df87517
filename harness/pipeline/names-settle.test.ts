import { describe, expect, test } from 'vitest'
import { createRng } from '../adapters/system/create-rng.ts'
import { openInProcess } from '../sandbox/world/open-in-process.ts'
import { awaitNames, namesSettleMs } from './names-settle.ts'
import { awaitSteadyState } from './steady-state.ts'
import { takeSnapshot } from './state-snapshot.ts'

const never = new AbortController().signal
const STORE = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 1
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: 'nginx:1.27-alpine', readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 5 } }] }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: box }
spec: { containers: [{ name: box, image: 'curlimages/curl:8.11.0', command: [sleep, infinity] }] }
`

const aStore = async () => {
  const cluster = openInProcess({ namespace: 'shop', rng: createRng(12) })
  const { harness, clock } = cluster
  const run = async (command: string, stdin = ''): Promise<string> => {
    const outcome = await harness.exec(command, { timeoutMs: 120_000, stdin })
    return outcome.status === 'exited' ? `${outcome.stdout}${outcome.stderr}` : outcome.status
  }
  await run('kubectl create namespace shop; kubectl -n shop apply -f -', STORE)
  await run('kubectl -n shop wait --for=condition=Ready pod/box')
  const ask = () => run("kubectl -n shop exec box -- curl -s -o /dev/null -w '%{http_code}' http://db/")
  return { harness, clock, run, ask }
}

describe('a name that was asked for before it was there', () => {
  test('is waited for where a namespace is to be steady', async () => {
    const { harness, clock, ask } = await aStore()
    expect(await ask()).toContain('000')
    await awaitSteadyState({ harness, clock }, 'shop', never)
    expect(await ask()).toBe('200')
    expect(namesSettleMs(await takeSnapshot({ harness }, 'shop'), clock.nowMs())).toBe(0)
  })

  test('is waited for after a repair, and not where no Service has such names', async () => {
    const { harness, clock, run, ask } = await aStore()
    const baseline = await awaitSteadyState({ harness, clock }, 'shop', never)
    await run('kubectl -n shop delete pod db-0')
    await ask()
    await run('sleep 15')
    expect(await ask()).toContain('000')
    const startMs = clock.nowMs()
    await awaitNames({ harness, clock, baseline }, 'shop', never)
    expect(await ask()).toBe('200')
    expect(clock.nowMs() - startMs).toBeLessThan(40_000)
    const atMs = clock.nowMs()
    await awaitNames({ harness, clock, baseline: { ...baseline, objects: new Map() } }, 'shop', never)
    expect(clock.nowMs()).toBe(atMs)
  })
})
