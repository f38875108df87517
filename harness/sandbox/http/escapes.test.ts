import { connect, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aLiveSandbox } from '../../testing/a-live-sandbox.ts'
import { httpClient } from '../../testing/http-client.ts'

let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>
let client: ReturnType<typeof httpClient>
const MAPS = '/api/v1/namespaces/shop/configmaps'

beforeAll(async () => {
  sandbox = await aLiveSandbox()
  client = httpClient(sandbox.kubeconfigs.harness)
  await client.ask('/api/v1/namespaces', { method: 'POST', body: '{"metadata":{"name":"shop"}}' })
  await client.ask(MAPS, { method: 'POST', body: '{"metadata":{"name":"kept"},"data":{"a":"b"}}' })
})

afterAll(() => sandbox.close())

/** Sends bytes as they are. @returns what came until the server closed */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port, hostname } = new URL(client.server)
    const socket: TLSSocket = connect({ host: hostname, port: Number(port), ca: sandbox.http.certificate }, () => {
      socket.write(bytes)
    })
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.once('close', () => resolve(text))
    socket.once('error', reject)
  })

const post = (body: string, type = 'application/json') =>
  client.ask(MAPS, { method: 'POST', body, headers: { 'content-type': type } })

describe('requests that would bring the server down', () => {
  it('a request whose head never ends is cut off', async () => {
    expect(await raw('GET /api HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('a head that is too large is refused', async () => {
    // The rest of the head may be thrown back before the answer has been read.
    expect(await raw(`GET /api HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatch(
      /^(?:HTTP\/1\.1 431 |$)/,
    )
  })

  it('what is no HTTP at all is refused', async () => {
    expect(await raw('\u0000\u0001\u0002 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('documents nested without end are refused, and aliases that would blow up', async () => {
    const deep = `{"metadata":{"name":"deep"},"data":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`
    expect((await post(deep)).json()).toMatchObject({
      code: 400,
      message: expect.stringMatching(/nest|depth|deep|decod|json/i) as string,
    })
    const level = (name: string, below: string): string =>
      `${name}: &${name} [${Array(9).fill(`*${below}`).join(',')}]\n`
    const laughs = `a: &a [x,x,x,x,x,x,x,x,x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}${level('e', 'd')}`
    expect((await post(laughs, 'application/yaml')).json()).toMatchObject({
      code: 400,
      message: expect.stringMatching(/alias/i) as string,
    })
    expect(
      (await post(`k8s\u0000${'\u0012\u0080\u0080'.repeat(50)}`, 'application/vnd.kubernetes.protobuf')).code,
    ).toBe(400)
  })

  it('a body that is too large is refused by its size', async () => {
    const { code, text } = await post(`{"metadata":{"name":"big"},"data":{"a":"${'x'.repeat(4 << 20)}"}}`)
    expect({ code, text }).toEqual({ code: 413, text: expect.stringContaining('limit is 3145728') as string })
  })

  it('keys that mean something to JavaScript are keys like others, or unknown', async () => {
    const patch = (type: string, body: string) =>
      client.ask(`${MAPS}/kept`, { method: 'PATCH', body, headers: { 'content-type': type } })
    await patch('application/merge-patch+json', '{"__proto__":{"polluted":"yes"},"data":{"__proto__":"x"}}')
    await patch('application/json-patch+json', '[{"op":"add","path":"/__proto__/polluted","value":"yes"}]')
    await patch('application/strategic-merge-patch+json', '{"constructor":{"prototype":{"polluted":"yes"}}}')
    await client.ask('/api/v1/namespaces/shop/__proto__')
    await client.ask('/apis/__proto__/v1/constructor')
    expect(({} as { readonly polluted?: string }).polluted).toBeUndefined()
    expect((await client.ask(`${MAPS}/kept`)).json()).toMatchObject({ data: { a: 'b' } })
  })

  it('paths lead nowhere but to objects', async () => {
    for (const path of [
      '/../../etc/passwd',
      '/api/v1/../../etc/passwd',
      '/api/v1/namespaces/..%2f..%2fetc/pods/passwd',
      '//etc/passwd',
    ])
      expect((await client.ask(path)).code).toBeGreaterThanOrEqual(200)
    expect((await client.ask('/api/v1/namespaces/..%2f..%2fetc/pods/passwd')).code).toBe(404)
    expect((await client.ask('/..%2f..%2fetc/passwd')).code).toBe(404)
  })

  it('and after all of them it answers', async () => {
    expect((await client.ask('/readyz')).text).toBe('ok')
    expect(sandbox.errors).toEqual([])
  })
})
