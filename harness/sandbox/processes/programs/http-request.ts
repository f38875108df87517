import type { Activity, ProgramCall } from '../types.ts'
import type { HttpRequest, RequestOutcome } from '../wire.ts'

/** A request that was answered. */
export type Answered = Extract<RequestOutcome, { readonly kind: 'answered' }>

/** The parts of an address as people type it; `undefined` when it is none. */
export const urlOf = (text: string) => {
  const match = /^(?:(https?):\/\/)?((\[[^\]]+\]|[^:/?#]+)(?::(\d{1,5}))?)([/?][^#]*)?/i.exec(text)
  if (match === null) return undefined
  const [, scheme = 'http', authority = '', host = '', port, path = '/'] = match
  return {
    host,
    authority,
    port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port),
    path: path.startsWith('/') ? path : `/${path}`,
  }
}

/** The words behind a status. */
export const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** Options by letter or name, headers by name in small letters, and the rest. @param withValue letters that take one */
export const optionsOf = (args: readonly string[], withValue: string) => {
  const headers: Record<string, string> = {}
  const flags = new Map<string, string>()
  const operands: string[] = []
  const set = (name: string, value: string): void => {
    flags.set(name, value)
    const [, header, text = ''] = /^([^:]+):\s*(.*)$/s.exec(value) ?? []
    if ((name === 'H' || name === 'header') && header !== undefined) headers[header.toLowerCase()] = text
  }
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg.startsWith('--')) {
      const [name = '', value] = arg.slice(2).split('=')
      const takes = LONG_WITH_VALUE.has(name)
      if (takes && value === undefined) at += 1
      set(name, value ?? (takes ? (args[at] ?? '') : ''))
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let index = 1; index < arg.length; index += 1) {
        const letter = arg.charAt(index)
        if (!withValue.includes(letter)) {
          flags.set(letter, '')
          continue
        }
        const inline = arg.slice(index + 1)
        if (inline === '') at += 1
        set(letter, inline === '' ? (args[at] ?? '') : inline)
        break
      }
    } else operands.push(arg)
  }
  return { flags, operands, headers }
}

const LONG_WITH_VALUE = new Set([
  'timeout',
  'output-document',
  'header',
  'post-data',
  'max-time',
  'connect-timeout',
  'output',
  'write-out',
  'request',
  'data',
  'tries',
  'url',
  'retry',
  'user-agent',
  'cacert',
])

/** Sends a request and lets its time pass. `late` stands for a limit of the client's. */
export function* perform(
  call: ProgramCall,
  method: string,
  url: NonNullable<ReturnType<typeof urlOf>>,
  limitMs: number,
  more: Pick<HttpRequest, 'headers' | 'body'> = {},
): Activity<RequestOutcome | 'late'> {
  const outcome = call.table.wire.request(
    { method, host: url.host, port: url.port, path: url.path, ...more },
    call.table.clock.nowMs(),
  )
  const { totalMs } = outcome.timing
  const waitMs = Math.min(totalMs, limitMs, SYN_TIMEOUT_MS)
  yield { kind: 'sleep', ms: waitMs }
  // The resolver of the C library does not know the limits of the program that waits for it.
  if (outcome.kind === 'unresolved') {
    if (totalMs > waitMs) yield { kind: 'sleep', ms: totalMs - waitMs }
    return outcome
  }
  return totalMs > waitMs || outcome.kind === 'unanswered' ? 'late' : outcome
}

const SYN_TIMEOUT_MS = 131_000
