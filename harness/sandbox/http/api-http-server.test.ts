import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aLiveSandbox } from '../../testing/a-live-sandbox.ts'
import { type HttpAnswer, httpClient } from '../../testing/http-client.ts'

let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>
let client: ReturnType<typeof httpClient>
let method: ReturnType<typeof httpClient>

beforeAll(async () => {
  sandbox = await aLiveSandbox()
  client = httpClient(sandbox.kubeconfigs.harness)
  method = httpClient(sandbox.kubeconfigs.method)
  await post('/api/v1/namespaces', { metadata: { name: 'shop' } })
})

afterAll(async () => {
  await sandbox.close()
})

const post = (path: string, object: object): Promise<HttpAnswer> =>
  client.ask(path, { method: 'POST', body: JSON.stringify(object) })

const MAPS = '/api/v1/namespaces/shop/configmaps'
const aMap = (name: string, labels: object = {}): object => ({ metadata: { name, labels }, data: { colour: 'red' } })

describe('who may ask', () => {
  it('answers 401 to a token that nobody has', async () => {
    const { code, json } = await client.ask('/api/v1/nodes', { token: 'wrong' })
    expect(code).toBe(401)
    expect(json()).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'Unauthorized', code: 401 })
  })

  it('lets the anonymous see health and version, and nothing else', async () => {
    expect((await client.ask('/readyz', { token: '' })).text).toBe('ok')
    expect((await client.ask('/version', { token: '' })).json()).toMatchObject({ gitVersion: 'v1.32.13' })
    const { code, json } = await client.ask('/api/v1/nodes', { token: '' })
    expect(code).toBe(403)
    expect(json()).toMatchObject({
      message:
        'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
    })
  })

  it('holds the restricted account to its roles', async () => {
    expect((await method.ask(MAPS)).code).toBe(200)
    expect((await method.ask('/api/v1/namespaces/kube-system/secrets')).code).toBe(403)
    expect((await method.ask('/apis/chaos-mesh.org/v1alpha1/namespaces/shop/podchaos')).code).toBe(403)
  })

  it('lets an administrator act for somebody else', async () => {
    const headers = { 'impersonate-user': 'jane', 'impersonate-group': 'developers' }
    const { code, text } = await client.ask('/api/v1/nodes', { headers })
    expect(code).toBe(403)
    expect(text).toContain('User \\"jane\\"')
  })
})

describe('objects', () => {
  it('are created, read, changed by every kind of patch, replaced and deleted', async () => {
    const created = await post(MAPS, aMap('colours'))
    expect(created.code).toBe(201)
    const path = `${MAPS}/colours`
    const patch = async (type: string, body: unknown) =>
      client.ask(path, { method: 'PATCH', body: JSON.stringify(body), headers: { 'content-type': type } })
    const data = ({ json }: HttpAnswer) => (json() as { readonly data: object }).data
    expect(data(await patch('application/merge-patch+json', { data: { sky: 'blue' } }))).toEqual({
      colour: 'red',
      sky: 'blue',
    })
    const operations = [{ op: 'remove', path: '/data/sky' }]
    expect(data(await patch('application/json-patch+json', operations))).toEqual({ colour: 'red' })
    expect(data(await patch('application/strategic-merge-patch+json', { data: { grass: 'green' } }))).toEqual({
      colour: 'red',
      grass: 'green',
    })
    const { json } = await client.ask(path)
    const body = JSON.stringify({ ...(json() as object), data: { only: 'one' } })
    expect(data(await client.ask(path, { method: 'PUT', body }))).toEqual({ only: 'one' })
    const removed = await client.ask(path, { method: 'DELETE' })
    expect(removed.json()).toMatchObject({ status: 'Success', details: { name: 'colours', kind: 'configmaps' } })
    expect((await client.ask(path)).json()).toMatchObject({
      code: 404,
      message: 'configmaps "colours" not found',
      details: { name: 'colours', kind: 'configmaps' },
    })
  })

  it('are applied from the server side: created with 201, refused where another manager owns a field', async () => {
    const apply = (manager: string, colour: string, force = false) =>
      client.ask(`${MAPS}/applied?fieldManager=${manager}&force=${force}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: applied}\ndata: {colour: ${colour}}\n`,
      })
    expect((await apply('one', 'red')).code).toBe(201)
    expect((await apply('one', 'blue')).code).toBe(200)
    const refused = await apply('two', 'green')
    expect(refused.code).toBe(409)
    expect(refused.text).toContain('conflict with \\"one\\"')
    expect((await apply('two', 'green', true)).code).toBe(200)
  })

  it('are not stored in a dry run, and unknown fields are warned of or refused as asked', async () => {
    const dry = await post(`${MAPS}?dryRun=All`, aMap('dry'))
    expect(dry.code).toBe(201)
    expect((await client.ask(`${MAPS}/dry`)).code).toBe(404)
    const odd = { ...aMap('odd'), colour: 'red' }
    expect((await post(`${MAPS}?fieldValidation=Strict`, odd)).json()).toMatchObject({
      code: 400,
      message: expect.stringContaining('unknown field "colour"') as string,
    })
    expect((await post(MAPS, odd)).headers.warning).toBe('299 - "unknown field \\"colour\\""')
  })

  it('are listed by selectors and in pages', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) await post(MAPS, aMap(name, { set: 'pages' }))
    const names = ({ json }: HttpAnswer) =>
      (json() as { readonly items: readonly { readonly metadata: { readonly name: string } }[] }).items.map(
        ({ metadata }) => metadata.name,
      )
    const first = await client.ask(`${MAPS}?labelSelector=set%3Dpages&limit=2`)
    expect(names(first)).toEqual(['page-1', 'page-2'])
    const { metadata } = first.json() as {
      readonly metadata: { readonly continue: string; readonly remainingItemCount: number }
    }
    expect(metadata.remainingItemCount).toBe(1)
    expect(names(await client.ask(`${MAPS}?labelSelector=set%3Dpages&limit=2&continue=${metadata.continue}`))).toEqual([
      'page-3',
    ])
    expect(names(await client.ask(`${MAPS}?fieldSelector=metadata.name%3Dpage-2`))).toEqual(['page-2'])
  })

  it('are shown as tables by the columns of kubectl', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
    const { json } = await client.ask('/api/v1/nodes', { headers: { accept } })
    const table = json() as {
      readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[]
      readonly rows: readonly { readonly cells: readonly string[] }[]
    }
    expect(table.columnDefinitions.filter(({ priority }) => priority === 0).map(({ name }) => name)).toEqual([
      'Name',
      'Status',
      'Roles',
      'Age',
      'Version',
    ])
    expect(table.rows[0]?.cells.slice(0, 5)).toEqual(['node1', 'Ready', '<none>', '30d', 'v1.32.13'])
  })
})

describe('watches', () => {
  it('begin with what exists, go on with changes, mark the end of the beginning', async () => {
    await post(MAPS, aMap('watched', { set: 'watch' }))
    const watch = await client.stream(
      `${MAPS}?watch=1&labelSelector=set%3Dwatch&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    )
    const next = async () =>
      JSON.parse(String((await watch.lines.next()).value)) as {
        readonly type: string
        readonly object: { readonly metadata: { readonly name?: string; readonly annotations?: object } }
      }
    expect(await next()).toMatchObject({ type: 'ADDED', object: { kind: 'ConfigMap', metadata: { name: 'watched' } } })
    expect(await next()).toMatchObject({
      type: 'BOOKMARK',
      object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    })
    await client.ask(`${MAPS}/watched`, { method: 'DELETE' })
    expect(await next()).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'watched' } } })
    watch.close()
  })

  it('end when their time is over', async () => {
    const watch = await client.stream(`${MAPS}?watch=1&labelSelector=set%3Dnothing&timeoutSeconds=1`)
    expect((await watch.lines.next()).done).toBe(true)
  })

  it('answer 410 in the stream for a version that is forgotten', async () => {
    const admin = sandbox.world.api.server.as({ user: { name: 'a', groups: ['system:masters'] } })
    const resource = { group: '', plural: 'configmaps' }
    const start = sandbox.world.api.server.resourceVersion()
    await sandbox.live.perform(() => {
      admin.create({ resource, namespace: 'shop' }, aMap('busy') as Readonly<Record<string, unknown>>)
      for (let count = 0; count < 9000; count += 1)
        admin.patch(
          { resource, namespace: 'shop', name: 'busy' },
          { type: 'merge', body: { data: { count: `${count}` } } },
        )
    })
    const watch = await client.stream(`${MAPS}?watch=1&resourceVersion=${start}`)
    expect(JSON.parse(String((await watch.lines.next()).value))).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired' },
    })
    expect((await watch.lines.next()).done).toBe(true)
  })
})

describe('what is refused', () => {
  it('a body that is too large, before it is read', async () => {
    const { code, json } = await client.ask(MAPS, { method: 'POST', body: ' '.repeat((3 << 20) + 1) })
    expect(code).toBe(413)
    expect(json()).toMatchObject({ reason: 'RequestEntityTooLarge' })
  })

  it('bodies and answers in forms that nobody here reads', async () => {
    const headers = { 'content-type': 'text/plain' }
    expect((await client.ask(MAPS, { method: 'POST', body: 'x', headers })).code).toBe(415)
    expect((await client.ask(MAPS, { headers: { accept: 'application/cbor' } })).code).toBe(406)
    expect((await post(MAPS, [] as object)).code).toBe(400)
    expect((await client.ask(MAPS, { method: 'POST', body: '{' })).code).toBe(400)
  })

  it('paths that are not served, and methods that a path does not take', async () => {
    for (const path of ['/api/v2', '/apis/nobody.io', '/api/v1/nothing', '/api/v1/pods/x', '/%zz'])
      expect([path, (await client.ask(path)).code]).toEqual([path, path === '/%zz' ? 400 : 404])
    expect((await client.ask(MAPS, { method: 'PUT', body: '{}' })).code).toBe(405)
  })
})

it('describes itself: both forms of discovery and OpenAPI agree with the registry', async () => {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json'
  const aggregated = (await client.ask('/apis', { headers: { accept } })).json() as {
    readonly items: readonly { readonly metadata: { readonly name: string } }[]
  }
  const legacy = (await client.ask('/apis')).json() as { readonly groups: readonly { readonly name: string }[] }
  expect(aggregated.items.map(({ metadata }) => metadata.name)).toEqual(legacy.groups.map(({ name }) => name))
  const { paths } = (await client.ask('/openapi/v3')).json() as {
    readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>
  }
  expect(Object.keys(paths)).toContain('apis/chaos-mesh.org/v1alpha1')
  for (const { serverRelativeURL } of Object.values(paths)) {
    const { text } = await client.ask(serverRelativeURL)
    const { components } = JSON.parse(text) as { readonly components: { readonly schemas: object } }
    const known = new Set(Object.keys(components.schemas))
    const missing = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].filter(([, name = '']) => !known.has(name))
    expect(missing).toEqual([])
  }
})

it('counts requests', async () => {
  await client.ask('/api/v1/nodes')
  expect((await client.ask('/metrics')).text).toMatch(
    /apiserver_request_total\{code="200",resource="nodes",verb="GET"\} \d+/,
  )
})
