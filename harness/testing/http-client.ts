import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { parse } from 'yaml'

export interface HttpAnswer {
  readonly code: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The text as JSON. */
  readonly json: () => unknown
}

export interface HttpAsk {
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of the kubeconfig's; '' for none. */
  readonly token?: string
}

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } },
  ]
  readonly users: readonly [{ readonly user: { readonly token: string } }]
}

/** A plain HTTPS client with the credentials of a kubeconfig. */
export const httpClient = (kubeconfig: string, { keepAlive = false }: { readonly keepAlive?: boolean } = {}) => {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig
  const { server, 'certificate-authority-data': authority } = clusters[0].cluster
  const ca = Buffer.from(authority, 'base64')
  const agent = new Agent({ ca, keepAlive, maxSockets: keepAlive ? 16 : Number.POSITIVE_INFINITY })
  // A stream keeps its connection: among those that are shared, it would keep one from everybody else.
  const streams = new Agent({ ca })

  const open = (
    path: string,
    { method = 'GET', body, headers = {}, token = users[0].user.token }: HttpAsk = {},
    through = agent,
  ) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const authorization = token === '' ? {} : { authorization: `Bearer ${token}` }
      const content = body === undefined ? {} : { 'content-type': 'application/json' }
      const sent = request(`${server}${path}`, {
        method,
        agent: through,
        headers: { ...content, ...authorization, ...headers },
      })
      sent.once('response', resolve)
      sent.on('error', reject)
      sent.end(body)
    })

  const ask = async (path: string, options: HttpAsk = {}): Promise<HttpAnswer> => {
    const response = await open(path, options)
    const chunks: Buffer[] = []
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    return {
      code: response.statusCode ?? 0,
      headers: response.headers,
      text,
      json: () => JSON.parse(text) as unknown,
    }
  }

  /** Lines of a stream, as they come; `close` ends it. */
  const stream = async (path: string, options: HttpAsk = {}) => {
    const response = await open(path, options, streams)
    // A stream that is closed here, or with the server, may end with a reset.
    response.on('error', () => {})
    response.socket.on('error', () => {})
    return { code: response.statusCode ?? 0, lines: linesOf(response), close: () => response.destroy() }
  }

  return { server, ask, stream }
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const parts = (rest + chunk.toString('utf8')).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  if (rest !== '') yield rest
}
