import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCertificate } from './certificate.ts'
import { createMetrics } from './metrics.ts'
import { createOpenApi } from './openapi/open-api.ts'
import { readBody } from './read-body.ts'
import { receive } from './receive.ts'
import { serveOlder } from './serve-older.ts'
import { serveResource } from './routes/serve-resource.ts'
import { send } from './send.ts'
import { type NonResourceParts, serveNonResource } from './serve-nonresource.ts'
import { internalError, statusOf } from './status.ts'
import { createExecUpgrade } from './streams/exec-upgrade.ts'
import type { ApiBackend, ApiRequest, Reply } from './types.ts'

export interface ApiHttpServer {
  /** Such as `https://127.0.0.1:36443`. */
  readonly url: string
  /** PEM; made for this run, and the authority that clients trust. */
  readonly certificate: string
  readonly close: () => Promise<void>
}

export interface ApiHttpOptions {
  /** Default: a free one. */
  readonly port?: number
  /** Real time, for the validity of the certificate, epoch ms. */
  readonly nowMs: number
}

const LOOPBACK = '127.0.0.1'

/**
 * The Kubernetes REST API of a sandbox, over TLS on the loopback interface: kubectl sends tokens over nothing else. A request is
 * carried out at the simulation's present, in the order of arrival.
 */
export const startApiHttpServer = async (
  backend: ApiBackend,
  { port = 0, nowMs }: ApiHttpOptions,
): Promise<ApiHttpServer> => {
  const { key, certificate } = createCertificate(nowMs)
  const metrics = createMetrics()
  const parts: NonResourceParts = { backend, metrics, openApi: createOpenApi(backend.server.registry) }
  const server = createServer({ key, cert: certificate, ...LIMITS }, (message, response) => {
    const close = metrics.open()
    answer(parts, message, response).catch(backend.onError).finally(close)
  })
  server.maxConnections = MAX_CONNECTIONS
  server.headersTimeout = HEADERS_TIMEOUT_MS
  server.requestTimeout = REQUEST_TIMEOUT_MS
  // Broken handshakes and half-sent requests are their senders' business.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  const exec = createExecUpgrade(backend)
  server.on('upgrade', exec.upgrade)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, resolve)
  })
  return {
    url: `https://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    certificate,
    close: async () => {
      exec.close()
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      })
    },
  }
}

/** A client may take its time, but neither a connection nor memory for ever. */
const LIMITS = { maxHeaderSize: 64 << 10, handshakeTimeout: 10_000, connectionsCheckingInterval: 1000 }
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 60_000
const MAX_CONNECTIONS = 2048

const answer = async (parts: NonResourceParts, message: IncomingMessage, response: ServerResponse): Promise<void> => {
  const warnings: string[] = []
  const { backend, metrics } = parts
  const reply = await replyTo(parts, message, warnings)
  if (!message.complete) response.setHeader('Connection', 'close')
  metrics.count(message.method ?? '', resourceIn(message.url ?? ''), reply.kind === 'stream' ? 200 : reply.code)
  if (response.destroyed) {
    // The client has gone; a stream that was prepared is taken down again.
    if (reply.kind === 'stream') reply.open({ write: () => {}, end: () => {} })()
    return
  }
  await send(response, reply, warnings).catch(backend.onError)
}

const replyTo = async (parts: NonResourceParts, message: IncomingMessage, warnings: string[]): Promise<Reply> => {
  const { backend } = parts
  try {
    // Nobody is heard out before it is known who it is.
    const head = receive(backend, message, Buffer.alloc(0), warnings)
    const body = await readBody(message)
    const request: ApiRequest = { ...head, body }
    return (
      serveNonResource(parts, request) ??
      (await backend.live.perform(() => serveOlder(backend, request) ?? serveResource(backend, request)))
    )
  } catch (error) {
    const status = statusOf(error)
    if (status !== undefined) return { kind: 'json', ...status }
    // A client that went away in the middle of its body.
    if (message.destroyed && !message.complete) return { kind: 'json', ...internalError(error) }
    backend.onError(error)
    return { kind: 'json', ...internalError(error) }
  }
}

/** The plural in a path, for counts: no names, which would be without number. */
const resourceIn = (url: string): string =>
  /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)\/(?:namespaces\/[^/?]+\/)?([a-z]+)/.exec(url)?.[1] ?? ''
