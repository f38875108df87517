import { resolvePath } from '../files/files.ts'
import type { Activity, Program, ProgramCall } from '../types.ts'
import type { RequestOutcome } from '../wire.ts'

type Answered = Extract<RequestOutcome, { readonly kind: 'answered' }>

const urlOf = (text: string) => {
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

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

const optionsOf = (args: readonly string[], withValue: string) => {
  const flags = new Map<string, string>()
  const operands: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg.startsWith('--')) {
      const [name = '', value] = arg.slice(2).split('=')
      const takes = LONG_WITH_VALUE.has(name)
      if (takes && value === undefined) at += 1
      flags.set(name, value ?? (takes ? (args[at] ?? '') : ''))
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let index = 1; index < arg.length; index += 1) {
        const letter = arg.charAt(index)
        if (!withValue.includes(letter)) {
          flags.set(letter, '')
          continue
        }
        const inline = arg.slice(index + 1)
        if (inline === '') at += 1
        flags.set(letter, inline === '' ? (args[at] ?? '') : inline)
        break
      }
    } else operands.push(arg)
  }
  return { flags, operands }
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
])

/** Sends a request and lets its time pass. `late` stands for a limit of the client's. */
function* perform(
  call: ProgramCall,
  method: string,
  url: NonNullable<ReturnType<typeof urlOf>>,
  limitMs: number,
): Activity<RequestOutcome | 'late'> {
  const outcome = call.table.wire.request(
    { method, host: url.host, port: url.port, path: url.path },
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

/** The wget of busybox. */
export const wget: Program = {
  *run(call) {
    const { flags, operands } = optionsOf(call.args, 'OTUtYPo')
    const { stderr } = call.streams
    const url = urlOf(operands[0] ?? '')
    if (url === undefined) {
      stderr.write(
        'BusyBox multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR] [--post-data STR | --post-file FILE] [-T SEC] URL...\n',
      )
      return 1
    }
    const isQuiet = flags.has('q') || flags.has('quiet')
    const seconds = Number(flags.get('T') ?? flags.get('timeout') ?? 900)
    const outcome = yield* perform(
      call,
      flags.has('post-data') ? 'POST' : 'GET',
      url,
      seconds > 0 ? seconds * 1000 : Number.POSITIVE_INFINITY,
    )
    if (outcome === 'late' || outcome.kind === 'unanswered') {
      stderr.write('wget: download timed out\n')
      return 1
    }
    if (outcome.kind === 'unresolved') {
      stderr.write(`wget: bad address '${url.authority}'\n`)
      return 1
    }
    if (!isQuiet) stderr.write(`Connecting to ${url.authority} (${outcome.address}:${url.port})\n`)
    if (outcome.kind === 'refused') {
      stderr.write(`wget: can't connect to remote host (${outcome.address}): Connection refused\n`)
      return 1
    }
    if (outcome.kind === 'closed') {
      stderr.write('wget: error getting response\n')
      return 1
    }
    return finish(call, url.path, outcome, flags, isQuiet)
  },
}

const finish = (
  call: ProgramCall,
  path: string,
  outcome: Answered,
  flags: ReadonlyMap<string, string>,
  isQuiet: boolean,
): number => {
  const { stderr, stdout } = call.streams
  const line = `HTTP/1.1 ${outcome.status} ${REASONS[outcome.status] ?? ''}`
  if (flags.has('S')) {
    const product = outcome.product === '' ? '' : `  Server: ${outcome.product}\n`
    stderr.write(
      `  ${line}\n${product}  Date: ${new Date(call.table.clock.nowMs()).toUTCString()}\n  Content-Type: ${outcome.contentType}\n  Content-Length: ${outcome.body.length}\n  Connection: close\n  \n`,
    )
  }
  if (outcome.status >= 400) {
    stderr.write(`wget: server returned error: ${line}\n`)
    return 1
  }
  if (flags.has('spider')) {
    if (!isQuiet) stderr.write('remote file exists\n')
    return 0
  }
  const target =
    flags.get('O') ?? flags.get('output-document') ?? (path.split('?')[0]?.split('/').at(-1) || 'index.html')
  const size = String(outcome.body.length)
  const bar = `${target.padEnd(20)} 100% |********************************| ${size.padStart(5)}  0:00:00 ETA\n`
  if (target === '-') {
    if (!isQuiet) stderr.write(`writing to stdout\n${bar}written to stdout\n`)
    stdout.write(outcome.body)
    return 0
  }
  const resolved = resolvePath(call.directory, target)
  if (resolved !== '/dev/null' && call.table.files.write(resolved, outcome.body, 'replace') !== 'done') {
    stderr.write(`wget: can't open '${target}': Read-only file system\n`)
    return 1
  }
  if (!isQuiet) stderr.write(`saving to '${target}'\n${bar}'${target}' saved\n`)
  return 0
}

/** curl, for http. */
export const curl: Program = {
  *run(call) {
    const { flags, operands } = optionsOf(call.args, 'owmXHdAub')
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
    const outcome = yield* perform(call, method, url, limit > 0 ? limit * 1000 : Number.POSITIVE_INFINITY)
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

/** The nslookup of busybox: it asks for the name as it stands, without the search list. */
export const nslookup: Program = {
  *run({ args, table, streams }) {
    const name = args.find((arg) => !arg.startsWith('-'))
    if (name === undefined) {
      streams.stderr.write('Usage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n')
      return 1
    }
    const server = table.wire.nameServer()
    const found = table.wire.lookup(name, true)
    yield { kind: 'sleep', ms: found.latencyMs }
    const head = `Server:\t\t${server}\nAddress:\t${server}:53\n\n`
    switch (found.kind) {
      case 'refused':
        streams.stderr.write(`nslookup: write to '${found.server}': Connection refused\n`)
        streams.stdout.write(';; connection timed out; no servers could be reached\n\n')
        return 1
      case 'unanswered':
        streams.stdout.write(';; connection timed out; no servers could be reached\n\n')
        return 1
      case 'nonexistent':
        streams.stdout.write(
          `${head}** server can't find ${name}: NXDOMAIN\n\n** server can't find ${name}: NXDOMAIN\n\n`,
        )
        return 1
      case 'found':
        streams.stdout.write(
          `${head}${found.addresses.map((address) => `Name:\t${found.name}\nAddress: ${address}\n`).join('')}\n\n`,
        )
        return 0
    }
  },
}
