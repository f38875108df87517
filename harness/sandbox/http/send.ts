import type { ServerResponse } from 'node:http'
import type { OutgoingStream, Reply } from './types.ts'

/** A client that takes up less than it is sent is cut off at this many bytes in waiting. */
const MAX_WAITING_BYTES = 16 << 20

/** Writes an answer. @returns when it has been sent, or its client has gone */
export const send = (response: ServerResponse, reply: Reply, warnings: readonly string[]): Promise<void> => {
  if (warnings.length > 0) response.setHeader('Warning', warnings.map(warningHeader))
  // Answers are about the present: nobody keeps them.
  response.setHeader('Cache-Control', 'no-cache, private')
  switch (reply.kind) {
    case 'json':
      return whole(response, reply.code, reply.type ?? 'application/json', JSON.stringify(reply.body))
    case 'text':
      return whole(response, reply.code, reply.type ?? 'text/plain; charset=utf-8', reply.body)
    case 'bytes':
      return whole(response, reply.code, reply.type, reply.body)
    case 'stream':
      return stream(response, reply)
  }
}

/** As in RFC 7234: what would end the quoted text, or the line, is left out. */
const warningHeader = (text: string): string =>
  `299 - "${text.replace(/[\\"]/g, '\\$&').replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ')}"`

const whole = (response: ServerResponse, code: number, type: string, body: string | Uint8Array): Promise<void> => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(code, { 'Content-Type': type, 'Content-Length': bytes.length })
  return new Promise((resolve) => {
    response.once('close', resolve)
    response.end(bytes)
  })
}

const stream = (response: ServerResponse, reply: Extract<Reply, { readonly kind: 'stream' }>): Promise<void> => {
  response.writeHead(200, { 'Content-Type': reply.type })
  response.flushHeaders()
  return new Promise((resolve) => {
    const out: OutgoingStream = {
      write: (text) => {
        if (response.writableEnded || response.destroyed) return
        response.write(text)
        if (response.writableLength > MAX_WAITING_BYTES) response.destroy()
      },
      end: () => response.end(),
    }
    const close = reply.open(out)
    response.once('close', () => {
      close()
      resolve()
    })
  })
}
