import { resolvePath } from '../files/files.ts'
import type { Program } from '../types.ts'
import { type Answered, REASONS, optionsOf, perform, urlOf } from './http-request.ts'

/** curl, for http. */
export const curl: Program = {
  *run(call) {
    const { flags, operands, headers } = optionsOf(call.args, 'owmXHdAub')
    const { stdout, stderr } = call.streams
    const text = flags.get('url') ?? operands[0]
    if (text === undefined) {
      stderr.write("curl: try 'curl --help' or 'curl --manual' for more information\n")
      return 2
    }
    const url = urlOf(text)
    const has = (letter: string, name: string): boolean => flags.has(letter) || flags.has(name)
    const fail = (code: number, message: string): number => {
      if (!has('s', 'silent') || has('S', 'show-error')) stderr.write(`curl: (${code}) ${message}\n`)
      const format = flags.get('w') ?? flags.get('write-out')
      if (format !== undefined) stdout.write(writeOut(format, undefined))
      return code
    }
    if (url === undefined) return fail(3, 'URL rejected: Malformed input to a URL function')
    const limit = Number(flags.get('m') ?? flags.get('max-time') ?? flags.get('connect-timeout') ?? 0)
    const startedMs = call.table.clock.nowMs()
    const method = has('I', 'head')
      ? 'HEAD'
      : (flags.get('X') ?? flags.get('request') ?? (has('d', 'data') ? 'POST' : 'GET'))
    const body = flags.get('d') ?? flags.get('data') ?? ''
    const outcome = yield* perform(call, method, url, limit > 0 ? limit * 1000 : Number.POSITIVE_INFINITY, {
      headers,
      body,
    })
    const elapsedMs = Math.round(call.table.clock.nowMs() - startedMs)
    if (outcome === 'late' || outcome.kind === 'unanswered')
      return fail(28, `Operation timed out after ${elapsedMs} milliseconds with 0 bytes received`)
    if (outcome.kind === 'unresolved') return fail(6, `Could not resolve host: ${url.host}`)
    if (outcome.kind === 'refused')
      return fail(
        7,
        `Failed to connect to ${url.host} port ${url.port} after ${elapsedMs} ms: Could not connect to server`,
      )
    if (outcome.kind === 'closed') return fail(52, 'Empty reply from server')
    if (has('f', 'fail') && outcome.status >= 400)
      return fail(22, `The requested URL returned error: ${outcome.status}`)
    const target = flags.get('o') ?? flags.get('output')
    if (target === undefined || target === '-')
      stdout.write(
        method === 'HEAD' ? `HTTP/1.1 ${outcome.status} ${REASONS[outcome.status] ?? ''}\r\n\r\n` : outcome.body,
      )
    else if (target !== '/dev/null')
      call.table.files.write(resolvePath(call.directory, target), outcome.body, 'replace')
    stdout.write(writeOut(flags.get('w') ?? flags.get('write-out') ?? '', outcome))
    return 0
  },
}

const writeOut = (format: string, answered: Answered | undefined): string => {
  const seconds = (ms: number | undefined): string => ((ms ?? 0) / 1000).toFixed(6)
  const values: Readonly<Record<string, string>> = {
    http_code: String(answered?.status ?? 0).padStart(3, '0'),
    time_total: seconds(answered?.timing.totalMs),
    time_connect: seconds(answered?.timing.connectMs),
    time_namelookup: seconds(answered?.timing.lookupMs),
    time_starttransfer: seconds(answered?.timing.totalMs),
    size_download: String(answered?.body.length ?? 0),
  }
  return format
    .replaceAll(/%\{(\w+)\}/g, (_all, name: string) => values[name] ?? '')
    .replaceAll(String.raw`\n`, '\n')
    .replaceAll(String.raw`\t`, '\t')
}
