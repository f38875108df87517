import type { WebSocket } from 'ws'
import { ApiError } from '../../api/types/api-error.ts'
import type { FlowOutcome } from '../../engine/types.ts'
import type { ExecResult, Talk } from '../../api/types/connect.ts'
import type { Flow } from '../../engine/types.ts'
import { internalError } from '../status.ts'
import type { ApiBackend } from '../types.ts'
import { CHANNEL, exitStatus, sendText } from './exec-channels.ts'
import type { ExecRequest } from './exec-request.ts'
import { talkOver } from './talk-over.ts'

/** What a client may send to a command's stdin. */
const MAX_STDIN_BYTES = 16 << 20

/**
 * Runs a command in cluster time, sends what it prints when it prints it, and how it ended. Without a terminal its stdin is read to
 * the end first.
 */
export const runExec = (backend: ApiBackend, socket: WebSocket, exec: ExecRequest): void => {
  socket.on('error', () => socket.terminate())
  const { talk, dispose } = talkOver(backend, socket, exec)
  socket.once('close', dispose)
  if (exec.command === undefined || exec.tty || !exec.stdin) carryOut(backend, socket, exec, { talk })
  else whenRead(socket, (stdin) => carryOut(backend, socket, exec, { talk, stdin }))
}

const whenRead = (socket: WebSocket, start: (stdin: string) => void): void => {
  const chunks: Buffer[] = []
  let bytes = 0
  let isStarted = false
  socket.on('message', (data: Buffer) => {
    if (isStarted) return
    const [channel, first] = data
    if (channel === CHANNEL.close && first === CHANNEL.stdin) {
      isStarted = true
      start(Buffer.concat(chunks).toString('utf8'))
    }
    if (channel !== CHANNEL.stdin) return
    bytes += data.length - 1
    if (bytes > MAX_STDIN_BYTES) socket.close(1009)
    else chunks.push(data.subarray(1))
  })
}

const carryOut = (
  { live, onError }: ApiBackend,
  socket: WebSocket,
  { client, ref, command, container }: ExecRequest,
  said: { readonly talk: Talk; readonly stdin?: string },
): void => {
  const { talk } = said
  const answer = (outcome: FlowOutcome<ExecResult>): void => {
    if (outcome.status === 'returned') {
      const { stdout, stderr } = outcome.value
      talk.write('stdout', stdout)
      talk.write('stderr', stderr)
      sendText(socket, CHANNEL.error, JSON.stringify(exitStatus(outcome.value)))
    } else {
      const { error } = outcome
      if (!(error instanceof ApiError) && socket.readyState === socket.OPEN) onError(error)
      sendText(socket, CHANNEL.error, JSON.stringify(refusal(error)))
    }
    socket.close(1000)
  }
  const chosen = container === undefined ? {} : { container }
  const body = (flow: Flow): Promise<ExecResult> =>
    command === undefined
      ? client.attach(flow, ref, { ...chosen, talk })
      : client.exec(flow, ref, { ...chosen, ...said, command })
  const handle = live.simulation.spawn<ExecResult>(body, { onEnd: answer })
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
