import { aLiveSandbox } from '../testing/a-live-sandbox.ts'
import { httpClient } from '../testing/http-client.ts'

const PODS = 500
const WATCHES = 100
const REQUESTS = 100_000

/** The REST API with 500 pods: requests a second by verb, watch events a second, and memory after 100,000 requests. */
export const apiLoad = async (): Promise<string> => {
  const sandbox = await aLiveSandbox()
  const { ask, stream } = httpClient(sandbox.kubeconfigs.harness, { keepAlive: true })
  const must = async (path: string, method = 'GET', body?: object): Promise<void> => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const { code, text } = await ask(path, {
      method,
      headers: { 'content-type': type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (code >= 400) throw new Error(`${method} ${path}: ${text}`)
  }
  await must('/api/v1/namespaces', 'POST', { metadata: { name: 'shop' } })
  // On no node: what is measured is the server, not kubelets.
  const spec = { nodeSelector: { none: 'such' }, containers: [{ name: 'a', image: 'busybox:1.36' }] }
  await inParallel(PODS, (index) =>
    must('/api/v1/namespaces/shop/pods', 'POST', { metadata: { name: `pod-${index}` }, spec }),
  )
  const pod = (index: number): string => `/api/v1/namespaces/shop/pods/pod-${index % PODS}`
  const get = await perSecond(5000, (index) => must(pod(index)))
  const list = await perSecond(100, () => must('/api/v1/namespaces/shop/pods'))
  const patch = await perSecond(2000, (index) => must(pod(index), 'PATCH', { metadata: { labels: { n: `${index}` } } }))

  const watches = await Promise.all(
    Array.from({ length: WATCHES }, () =>
      stream(
        `/api/v1/namespaces/shop/configmaps?watch=1&resourceVersion=${sandbox.world.api.server.resourceVersion()}`,
      ),
    ),
  )
  const changes = 50
  const fanOutSeconds = await secondsOf(async () => {
    const heard = watches.map(async ({ lines }) => {
      for (let count = 0; count < changes; count += 1) await lines.next()
    })
    await inParallel(changes, (index) =>
      must('/api/v1/namespaces/shop/configmaps', 'POST', { metadata: { name: `map-${index}` } }),
    )
    await Promise.all(heard)
  })
  for (const { close } of watches) close()

  const beforeBytes = process.memoryUsage().rss
  await inParallel(REQUESTS, (index) => must(pod(index)))
  const grownMiB = (process.memoryUsage().rss - beforeBytes) / (1 << 20)
  await sandbox.close()
  return [
    `get ${get.toFixed(0)}/s`,
    `list of ${PODS} pods ${list.toFixed(0)}/s`,
    `patch ${patch.toFixed(0)}/s`,
    `events to ${WATCHES} watches ${((changes * WATCHES) / fanOutSeconds).toFixed(0)}/s`,
    `memory after ${REQUESTS} more requests ${grownMiB >= 0 ? '+' : ''}${grownMiB.toFixed(0)} MiB (client and server in one process)`,
  ].join(', ')
}

/** Sixteen at a time, as many clients do. */
const inParallel = async (count: number, work: (index: number) => Promise<void>): Promise<void> => {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: 16 }, worker))
}

const perSecond = async (count: number, work: (index: number) => Promise<void>): Promise<number> =>
  count / (await secondsOf(() => inParallel(count, work)))

const secondsOf = async (work: () => Promise<void>): Promise<number> => {
  const startMs = performance.now()
  await work()
  return (performance.now() - startMs) / 1000
}
