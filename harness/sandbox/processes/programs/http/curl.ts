import { resolvePath } from '../../files/files.ts'
import type { Activity, Program, ProgramCall } from '../../types.ts'
import { curlFailure, type Transfer, writeOut } from './curl-output.ts'
import { readHttpUrl, statusLine } from './http-url.ts'
import { performRequest } from './perform-request.ts'
import { type FlagTable, type ReadFlags, readFlags } from './read-flags.ts'
import { responseHeaders } from './response-headers.ts'

/** curl, for http. */
export const curl: Program = {
  *run(call) {
    const { stderr } = call.streams
    const read = readFlags(call.args, TABLE)
    if ('unknown' in read) {
      stderr.write(`curl: option ${read.unknown}: is unknown\n${TRY}`)
      return 2
    }
    const { flags, operands } = read
    const urls = [...(flags.has('url') ? [flags.get('url') ?? ''] : []), ...operands]
    if (urls.length === 0) stderr.write(`curl: (2) no URL specified\n${TRY}`)
    let exitCode = urls.length === 0 ? 2 : 0
    for (const url of urls) exitCode = yield* transfer(call, read, url)
    return exitCode
  },
}

const TRY = "curl: try 'curl --help' for more information\n"

const TABLE: FlagTable = {
  long: {
    silent: 's',
    'show-error': 'S',
    output: 'o',
    'write-out': 'w',
    'max-time': 'm',
    'connect-timeout': 'connect-timeout',
    fail: 'f',
    'fail-with-body': 'f',
    head: 'I',
    include: 'i',
    location: 'L',
    request: 'X',
    header: 'H',
    data: 'd',
    'data-raw': 'd',
    insecure: 'k',
    'user-agent': 'A',
    verbose: 'v',
    retry: 'retry',
    'no-progress-meter': 'no-progress-meter',
    'no-keepalive': 'no-keepalive',
    'http1.1': 'http1.1',
    ipv4: '4',
    url: 'url',
    'no-buffer': 'N',
    cacert: 'cacert',
  },
  withValue: new Set(['o', 'w', 'm', 'connect-timeout', 'X', 'H', 'd', 'A', 'retry', 'url', 'cacert']),
  known: new Set(Array.from('sSowmfIiLXHdkAv4N')),
}

/** Default limit of curl for a connection, ms. */
const CONNECT_MS = 300_000

function* transfer(call: ProgramCall, { flags, values }: ReadFlags, text: string): Activity<number> {
  const { streams, table, directory } = call
  const url = readHttpUrl(text)
  const method = flags.has('I') ? 'HEAD' : (flags.get('X') ?? (flags.has('d') ? 'POST' : 'GET'))
  const headers = headersOf(values.get('H') ?? [])
  const startedMs = table.clock.nowMs()
  const performed =
    url === undefined
      ? undefined
      : yield* performRequest(
          call,
          { method, host: url.host, port: url.port, path: url.path, headers, body: flags.get('d') ?? '' },
          { totalMs: seconds(flags.get('m')), connectMs: Math.min(CONNECT_MS, seconds(flags.get('connect-timeout'))) },
        )
  const nowMs = table.clock.nowMs()
  const answered = performed?.kind === 'answered' ? performed : undefined
  const isShown = answered !== undefined && !(flags.has('f') && answered.status >= 400)
  const head =
    answered === undefined
      ? ''
      : [statusLine(answered.status), ...responseHeaders(answered, nowMs, 'keep-alive'), '', ''].join('\r\n')
  const body = isShown ? `${flags.has('I') || flags.has('i') ? head : ''}${method === 'HEAD' ? '' : answered.body}` : ''
  const target = flags.get('o') ?? '-'
  const failure =
    curlFailure(text, url, performed, flags.has('f')) ??
    (target !== '-' && isShown && !isSaved(call, resolvePath(directory, target), body)
      ? { code: 23, message: `client returned ERROR on write, ${body.length} requested, 0 returned` }
      : undefined)
  const done: Transfer = {
    url: text,
    performed,
    body,
    exitCode: failure?.code ?? 0,
    error: failure?.message ?? '',
    elapsedMs: nowMs - startedMs,
  }
  const isSilent = flags.has('s')
  if (!isSilent && !flags.has('no-progress-meter')) streams.stderr.write(METER)
  if (flags.has('v') && answered !== undefined) streams.stderr.write(head.replaceAll(/^/gm, '< ').replace(/< $/, ''))
  if (failure !== undefined && (!isSilent || flags.has('S')))
    streams.stderr.write(`curl: (${failure.code}) ${failure.message}\n`)
  streams.stdout.write(`${target === '-' ? body : ''}${writeOut(flags.get('w') ?? '', done)}`)
  return failure?.code ?? 0
}

const isSaved = ({ table }: ProgramCall, path: string, text: string): boolean =>
  path === '/dev/null' || table.files.write(path, text, 'replace') === 'done'

const headersOf = (lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf(':')
      return at < 0 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]]
    }),
  )

const METER = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`

const seconds = (text: string | undefined): number => {
  const value = Number(text ?? 0)
  return value > 0 ? value * 1000 : Number.POSITIVE_INFINITY
}
