import type { WebSocket } from 'ws'
import type { ExecResult } from '../../api/types/connect.ts'

/** Channels of the protocols v4 and v5: the first byte of a message names one. */
export const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const

/** Sends text on a channel, in messages of a size that every client takes. */
export const sendText = (socket: WebSocket, channel: number, text: string): void => {
  // Whoever has gone hears nothing any more.
  if (socket.readyState !== socket.OPEN) return
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += MESSAGE_BYTES)
    socket.send(Buffer.concat([Buffer.of(channel), bytes.subarray(at, at + MESSAGE_BYTES)]))
}

const MESSAGE_BYTES = 32 << 10

/** How a command ended, as the error channel says it. */
export const exitStatus = ({ exitCode }: Pick<ExecResult, 'exitCode'>): object =>
  exitCode === 0
    ? { metadata: {}, status: 'Success' }
    : {
        metadata: {},
        status: 'Failure',
        message: `command terminated with non-zero exit code: exit status ${exitCode}`,
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
      }
