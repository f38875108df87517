import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { resources } from '../../api/resources.ts'
import { badRequest } from '../../api/refuse.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { Flow } from '../../engine/types.ts'
import { listenerOnly } from '../../processes/open-talk.ts'
import { receive } from '../receive.ts'
import { refOf, targetOf } from '../../api/resource-path.ts'
import { isTrue } from '../options.ts'
import { HttpError, internalError, pathNotFound, statusOf } from '../status.ts'
import type { ApiBackend } from '../types.ts'
import type { ExecRequest } from './exec-request.ts'
import { runExec } from './run-exec.ts'

export interface ExecUpgrade {
  readonly upgrade: (message: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly close: () => void
}

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const MAX_MESSAGE_BYTES = 1 << 20

/**
 * `pods/exec` and `pods/attach` over WebSocket. What can be refused is refused before the upgrade, as a Status, so that clients of the older protocol
 * (SPDY) hear the same words; a request of theirs that could be granted is answered with 400.
 */
export const createExecUpgrade = (backend: ApiBackend): ExecUpgrade => {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  })
  const upgrade = async (message: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    // Whoever leaves in the middle is gone; the socket says no more than that.
    socket.on('error', () => socket.destroy())
    try {
      const exec = await backend.live.perform(async (flow) => {
        const { isRefused, ...asked } = requestOf(backend, message)
        // Nothing comes of it, but the refusal is worded, and audited, where all are.
        if (isRefused) await refusedCall(flow, asked)
        return asked
      })
      if (message.headers.upgrade?.toLowerCase() !== 'websocket') throw badRequest('unable to upgrade: websocket only')
      sockets.handleUpgrade(message, socket, head, (opened) => runExec(backend, opened, exec))
    } catch (error) {
      if (statusOf(error) === undefined) backend.onError(error)
      refuse(socket, statusOf(error) ?? internalError(error))
    }
  }
  return {
    upgrade: (message, socket, head) => {
      upgrade(message, socket, head).catch(backend.onError)
    },
    close: () => {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

const refusedCall = async (flow: Flow, { client, ref, command }: ExecRequest): Promise<void> => {
  if (command !== undefined) await client.exec(flow, ref, { command })
  else await client.attach(flow, ref, { talk: listenerOnly(() => {}) })
}

/** @throws {ApiError | HttpError} */
const requestOf = (backend: ApiBackend, message: IncomingMessage): ExecRequest & { readonly isRefused: boolean } => {
  const request = receive(backend, message, Buffer.alloc(0), [])
  const target = targetOf(backend.server.registry, request.path)
  const subresource = target?.definition.plural === 'pods' ? target.subresource : undefined
  if (subresource === 'portforward') throw new HttpError(501, 'NotImplemented', 'the sandbox has no portforward')
  if (target === undefined || (subresource !== 'exec' && subresource !== 'attach')) throw pathNotFound()
  const { namespace, name } = refOf(target)
  const client = request.client()
  const ref = { resource: resources.pods, name, ...(namespace === undefined ? {} : { namespace }) }
  const attributes = { verb: 'create', group: '', resource: 'pods', subresource, namespace, name }
  const [pod] = client.canI(attributes)
    ? backend.server.snapshot([{ ...ref, fieldSelector: `metadata.name=${name}` }])
    : []
  const command = subresource === 'attach' ? undefined : request.query.getAll('command')
  if (pod !== undefined && command?.length === 0)
    throw badRequest('you must specify at least one command for the container')
  const container = containerOf(pod as AnyObject | undefined, request.query.get('container') ?? '')
  return {
    client,
    ref,
    command,
    ...(container === undefined ? {} : { container }),
    stdin: isTrue(request, 'stdin'),
    tty: isTrue(request, 'tty'),
    isRefused: pod === undefined,
  }
}

/** @throws {ApiError} 400 for a container that the pod does not have */
const containerOf = (pod: AnyObject | undefined, wanted: string): string | undefined => {
  if (wanted === '' || pod === undefined) return wanted === '' ? undefined : wanted
  const {
    containers = [],
    initContainers = [],
    ephemeralContainers = [],
  } = pod['spec'] as Record<string, readonly { readonly name: string }[] | undefined>
  if ([...containers, ...initContainers, ...ephemeralContainers].some(({ name }) => name === wanted)) return wanted
  throw badRequest(`container ${wanted} is not valid for pod ${pod.metadata.name}`)
}

const refuse = (socket: Duplex, { code, body }: { readonly code: number; readonly body: object }): void => {
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${code} ${REASONS[code] ?? 'Error'}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  501: 'Not Implemented',
}
