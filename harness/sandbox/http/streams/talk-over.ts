import type { WebSocket } from 'ws'
import type { Listener, Talk } from '../../api/types/connect.ts'
import { openTerminal } from '../../shell/terminal/open-terminal.ts'
import type { ApiBackend } from '../types.ts'
import { CHANNEL, sendText } from './exec-channels.ts'
import type { ExecRequest } from './exec-request.ts'

/** Lines that may wait for a process to start; one that reads nothing never hears them. */
const MOST_EARLY = 1000

/** The talk between a client's socket and a process; with a terminal in between if the client asked for one. */
export const talkOver = (
  { live, onError }: Pick<ApiBackend, 'live' | 'onError'>,
  socket: WebSocket,
  { command, stdin, tty }: Pick<ExecRequest, 'command' | 'stdin' | 'tty'>,
): { readonly talk: Talk; readonly dispose: () => void } => {
  let listener: Listener | undefined
  /** What is said before the process has started waits for it. */
  const early: ((to: Listener) => void)[] = []
  /** What is said reaches the processes at the cluster's present. */
  const say = (act: (to: Listener) => void): void => {
    live
      .perform(() => {
        if (listener !== undefined) act(listener)
        else if (early.length < MOST_EARLY) early.push(act)
      })
      .catch(onError)
  }
  const hasInput = stdin && (tty || command === undefined)
  const meet = (found: Listener): void => {
    listener = found
    for (const act of early.splice(0)) act(found)
  }
  if (!tty) {
    if (hasInput)
      socket.on('message', (data: Buffer) => {
        const [channel, first] = data
        if (channel === CHANNEL.stdin) say((to) => to.hear(data.subarray(1).toString('utf8')))
        if (channel === CHANNEL.close && first === CHANNEL.stdin) say((to) => to.close())
      })
    const write: Talk['write'] = (stream, text) => sendText(socket, CHANNEL[stream], text)
    return { talk: { isTerminal: false, hasInput, write, meet }, dispose: () => {} }
  }
  const terminal = openTerminal({
    show: (text) => sendText(socket, CHANNEL.stdout, text),
    line: (text) => say((to) => to.hear(text)),
    interrupt: () => say((to) => to.interrupt()),
    end: () => say((to) => to.close()),
  })
  socket.on('message', (data: Buffer) => {
    const [channel] = data
    if (channel === CHANNEL.stdin && hasInput) terminal.keys(data.subarray(1))
    if (channel === CHANNEL.resize) resize(data.subarray(1).toString('utf8'))
  })
  const resize = (text: string): void => {
    const size = /"Width":(\d+),"Height":(\d+)/.exec(text)
    if (size !== null) terminal.resize(Number(size[1]), Number(size[2]))
  }
  const write: Talk['write'] = (_stream, text) => terminal.write(text)
  return { talk: { isTerminal: true, hasInput, write, meet }, dispose: terminal.close }
}
