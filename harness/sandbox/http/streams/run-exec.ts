import type { WebSocket } from 'ws'
import { ApiError } from '../../api/types/api-error.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import type { FlowOutcome } from '../../engine/types.ts'
import type { ExecResult } from '../../api/types/connect.ts'
import type { ObjectRef } from '../../api/types/request.ts'
import { internalError } from '../status.ts'
import type { ApiBackend } from '../types.ts'
import { CHANNEL, exitStatus, sendText } from './exec-channels.ts'

/** A command that may be run in a container. */
export interface ExecRequest {
  readonly client: ApiClient
  readonly ref: ObjectRef
  readonly command: readonly string[]
  readonly container?: string
  readonly stdin: boolean
  readonly tty: boolean
}

/** What a client may send to a command's stdin. */
const MAX_STDIN_BYTES = 16 << 20

/** Reads stdin to its end, runs the command in cluster time, sends what it printed and how it ended. */
export const runExec = (backend: ApiBackend, socket: WebSocket, exec: ExecRequest): void => {
  const chunks: Buffer[] = []
  let bytes = 0
  let isStarted = false
  const start = (): void => {
    if (isStarted) return
    isStarted = true
    carryOut(backend, socket, exec, Buffer.concat(chunks).toString('utf8'))
  }
  socket.on('error', () => socket.terminate())
  socket.on('message', (data: Buffer) => {
    const [channel, first] = data
    if (channel === CHANNEL.close && first === CHANNEL.stdin) start()
    if (channel !== CHANNEL.stdin || isStarted) return
    bytes += data.length - 1
    if (bytes > MAX_STDIN_BYTES) socket.close(1009)
    else chunks.push(data.subarray(1))
  })
  if (!exec.stdin) start()
}

const carryOut = (
  { live, onError }: ApiBackend,
  socket: WebSocket,
  { client, ref, command, container, tty, stdin: hasStdin }: ExecRequest,
  stdin: string,
): void => {
  const answer = (outcome: FlowOutcome<ExecResult>): void => {
    if (outcome.status === 'returned') {
      const { stdout, stderr } = outcome.value
      // A terminal has one stream, whose lines begin at the left.
      sendText(socket, CHANNEL.stdout, tty ? `${stdout}${stderr}`.replace(/\r?\n/g, '\r\n') : stdout)
      if (!tty) sendText(socket, CHANNEL.stderr, stderr)
      sendText(socket, CHANNEL.error, JSON.stringify(exitStatus(outcome.value)))
    } else {
      const { error } = outcome
      if (!(error instanceof ApiError) && socket.readyState === socket.OPEN) onError(error)
      sendText(socket, CHANNEL.error, JSON.stringify(refusal(error)))
    }
    socket.close(1000)
  }
  const handle = live.simulation.spawn<ExecResult>(
    (flow) =>
      client.exec(flow, ref, {
        command,
        ...(container === undefined ? {} : { container }),
        ...(hasStdin ? { stdin } : {}),
      }),
    { onEnd: answer },
  )
  socket.once('close', () => handle.abort(new Error('the client went away')))
}

/** What the kubelet said comes wrapped in words of the API server. */
const refusal = (error: unknown): object => {
  if (!(error instanceof ApiError)) return internalError(error).body
  const status = error.toStatus()
  return error.reason === 'InternalError'
    ? { ...status, message: `Internal error occurred: ${status.message}` }
    : status
}
