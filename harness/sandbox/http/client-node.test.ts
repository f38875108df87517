import { PassThrough } from 'node:stream'
import {
  AppsV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Status,
  Watch,
} from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aLiveSandbox } from '../../testing/a-live-sandbox.ts'
import { httpClient } from '../../testing/http-client.ts'

// A client that no one here wrote.
let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>
let config: KubeConfig
let core: CoreV1Api
const namespace = 'shop'

beforeAll(async () => {
  sandbox = await aLiveSandbox({ speed: 10 })
  config = new KubeConfig()
  config.loadFromFile(sandbox.kubeconfigs.harness)
  core = config.makeApiClient(CoreV1Api)
  await core.createNamespace({ body: { metadata: { name: namespace } } })
})

afterAll(() => sandbox.close())

it('lists, creates and applies from the server side', async () => {
  const nodes = await core.listNode()
  expect(nodes.items.map(({ metadata }) => metadata?.name)).toEqual(['node1', 'node2', 'node3'])
  const apps = config.makeApiClient(AppsV1Api)
  const labels = { app: 'web' }
  const body = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1.27-alpine' }] } },
    },
  }
  const applied = await apps.patchNamespacedDeployment(
    { name: 'web', namespace, body, fieldManager: 'a-client' },
    setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply),
  )
  expect(applied.metadata?.managedFields?.[0]).toMatchObject({ manager: 'a-client', operation: 'Apply' })
})

it('keeps an informer’s cache in step', async () => {
  const list = () => core.listNamespacedConfigMap({ namespace })
  const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, list)
  const heard: string[] = []
  const gone = new Promise<void>((resolve) => {
    informer.on('add', ({ metadata }) => heard.push(`add ${metadata?.name}`))
    informer.on('update', ({ data }) => heard.push(`update ${data?.['colour']}`))
    informer.on('delete', ({ metadata }) => {
      if (metadata?.name === 'informed') resolve()
    })
  })
  await informer.start()
  const body = { metadata: { name: 'informed' }, data: { colour: 'red' } }
  await core.createNamespacedConfigMap({ namespace, body })
  await core.replaceNamespacedConfigMap({ namespace, name: 'informed', body: { ...body, data: { colour: 'blue' } } })
  await core.deleteNamespacedConfigMap({ namespace, name: 'informed' })
  await gone
  await informer.stop()
  expect(heard).toEqual(expect.arrayContaining(['add informed', 'update blue']))
})

it('runs a command in a container', async () => {
  const spec = { containers: [{ name: 'box', image: 'busybox:1.36', command: ['sleep', 'infinity'] }] }
  await core.createNamespacedPod({ namespace, body: { metadata: { name: 'box' }, spec } })
  const isRunning = new Promise<void>((resolve) => {
    const watch = new Watch(config)
    void watch.watch(
      `/api/v1/namespaces/${namespace}/pods`,
      { fieldSelector: 'metadata.name=box' },
      (_type, pod: { readonly status?: { readonly phase?: string } }) => {
        if (pod.status?.phase === 'Running') resolve()
      },
      () => {},
    )
  })
  await isRunning
  const stdout = new PassThrough()
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, 'box', 'box', ['sh', '-c', 'echo hello; exit 4'], stdout, null, null, false, resolve)
      .catch(reject)
  })
  expect(String(stdout.read())).toBe('hello\n')
  expect(status).toMatchObject({ status: 'Failure', details: { causes: [{ reason: 'ExitCode', message: '4' }] } })
})

it('closes hundreds of watches without leaving one behind', async () => {
  const client = httpClient(sandbox.kubeconfigs.harness)
  const inflight = async (): Promise<number> =>
    Number(/^apiserver_current_inflight_requests (\d+)$/m.exec((await client.ask('/metrics')).text)?.[1])
  const before = await inflight()
  for (let round = 0; round < 3; round += 1) {
    const watches = await Promise.all(
      Array.from({ length: 100 }, () => client.stream(`/api/v1/namespaces/${namespace}/configmaps?watch=1`)),
    )
    expect(await inflight()).toBeGreaterThanOrEqual(before + 100)
    const firsts = watches.map(async ({ lines, close }) => {
      const line = await lines.next()
      close()
      return String(line.value)
    })
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: `round-${round}` } } })
    for (const line of await Promise.all(firsts)) expect(line).toContain('ADDED')
  }
  // A connection's end is heard of a moment later.
  while ((await inflight()) > before) await new Promise((resolve) => setImmediate(resolve))
  expect(await inflight()).toBe(before)
})
