import { failed } from '../script/command.ts'
import type { Call, Output, ShellCommand } from '../script/command.ts'
import type { Caller, Network } from '../../network/types.ts'
import { curlFailure, writeOut } from './curl-output.ts'
import type { Transfer } from './curl-output.ts'
import { readHttpUrl, statusLine } from './http-url.ts'
import { type Performed, performRequest } from './perform-request.ts'
import { readFlags } from './read-flags.ts'
import type { FlagTable } from './read-flags.ts'

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

/** curl, for http. */
export const curl = (network: Network, caller: Caller): ShellCommand => ({
  name: 'curl',
  standsAlone: true,
  run: async (call) => {
    const read = readFlags(call.args, TABLE)
    if ('unknown' in read) return failed(`curl: option ${read.unknown}: is unknown\n${TRY}`, 2)
    const { flags, values } = read
    const urls = [...(flags.has('url') ? [flags.get('url') ?? ''] : []), ...read.operands]
    if (urls.length === 0) return failed(`curl: (2) no URL specified\n${TRY}`, 2)
    let all: Output = { stdout: '', stderr: '', exitCode: 0 }
    for (const url of urls) {
      const output = await transfer(
        call,
        { network, caller },
        { flags, headers: headersOf(values.get('H') ?? []) },
        url,
      )
      all = { stdout: all.stdout + output.stdout, stderr: all.stderr + output.stderr, exitCode: output.exitCode }
    }
    return all
  },
})

const TRY = "curl: try 'curl --help' for more information\n"

interface Options {
  readonly flags: ReadonlyMap<string, string>
  readonly headers: Readonly<Record<string, string>>
}

const headersOf = (lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf(':')
      return at < 0 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]]
    }),
  )

const transfer = async (
  call: Call,
  dependencies: { readonly network: Network; readonly caller: Caller },
  { flags, headers }: Options,
  text: string,
): Promise<Output> => {
  const url = readHttpUrl(text)
  const method = flags.has('I') ? 'HEAD' : (flags.get('X') ?? (flags.has('d') ? 'POST' : 'GET'))
  const startedMs = call.process.flow.nowMs()
  const performed =
    url === undefined
      ? undefined
      : await performRequest(
          { ...dependencies, process: call.process },
          { method, host: url.host, port: url.port, path: url.path, headers, body: flags.get('d') ?? '' },
          { totalMs: seconds(flags.get('m')), connectMs: Math.min(CONNECT_MS, seconds(flags.get('connect-timeout'))) },
        )
  if (performed?.kind === 'killed') return failed('', 143)
  const failure = curlFailure(text, url, performed, flags.has('f'))
  const answered = performed?.kind === 'answered' ? performed : undefined
  const isShown = answered !== undefined && !(flags.has('f') && answered.status >= 400)
  const head = answered === undefined ? '' : responseHead(call, answered)
  const body = isShown ? `${flags.has('I') || flags.has('i') ? head : ''}${method === 'HEAD' ? '' : answered.body}` : ''
  const done: Transfer = {
    url: text,
    performed,
    body,
    exitCode: failure?.code ?? 0,
    error: failure?.message ?? '',
    elapsedMs: call.process.flow.nowMs() - startedMs,
  }
  const target = flags.get('o')
  if (target !== undefined && target !== '-' && target !== '/dev/null' && isShown)
    await call.files.writeFile(call.files.resolvePath(call.directory, target), body)
  const isSilent = flags.has('s')
  const complaint =
    failure !== undefined && (!isSilent || flags.has('S')) ? `curl: (${failure.code}) ${failure.message}\n` : ''
  const meter = isSilent || flags.has('no-progress-meter') ? '' : METER
  const verbose = flags.has('v') && answered !== undefined ? head.replaceAll(/^/gm, '< ').replace(/< $/, '') : ''
  return {
    stdout: `${target === undefined || target === '-' ? body : ''}${writeOut(flags.get('w') ?? '', done)}`,
    stderr: `${meter}${verbose}${complaint}`,
    exitCode: failure?.code ?? 0,
  }
}

const METER = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`

const seconds = (text: string | undefined): number => {
  const value = Number(text ?? 0)
  return value > 0 ? value * 1000 : Number.POSITIVE_INFINITY
}

const responseHead = (
  call: Call,
  { status, product, contentType, body, headers = [] }: Extract<Performed, { readonly kind: 'answered' }>,
): string => {
  const lines = new Map([
    ['Server', product],
    ['Date', new Date(call.process.flow.nowMs()).toUTCString()],
    ['Content-Type', contentType],
    ['Content-Length', String(body.length)],
    ['Connection', 'keep-alive'],
  ])
  const added: string[] = []
  for (const { name, value, mode } of headers) {
    const known = [...lines.keys()].find((each) => each.toLowerCase() === name.toLowerCase())
    if (mode === 'set') lines.set(known ?? name, value)
    else added.push(`${name}: ${value}`)
  }
  return [statusLine(status), ...[...lines].map((line) => line.join(': ')), ...added, '', ''].join('\r\n')
}
