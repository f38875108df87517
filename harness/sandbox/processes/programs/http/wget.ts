import { resolvePath } from '../../files/files.ts'
import type { Program, ProgramCall } from '../../types.ts'
import { type HttpUrl, readHttpUrl, statusLine } from './http-url.ts'
import { type Performed, performRequest } from './perform-request.ts'
import { type FlagTable, readFlags } from './read-flags.ts'
import { responseHeaders } from './response-headers.ts'

/** The wget of busybox. */
export const wget: Program = {
  *run(call) {
    const { stderr } = call.streams
    const fail = (text: string): number => {
      stderr.write(text)
      return 1
    }
    const read = readFlags(call.args, TABLE)
    if ('unknown' in read) return fail(`wget: unrecognized option: ${read.unknown.replace(/^-+/, '')}\n${USAGE}`)
    const { flags, operands } = read
    if (operands[0] === undefined) return fail(USAGE)
    const url = readHttpUrl(operands[0])
    if (url === undefined) return fail(`wget: not an http or ftp url: ${operands[0]}\n`)
    const seconds = Number(flags.get('T') ?? 900)
    const limitMs = seconds > 0 ? seconds * 1000 : Number.POSITIVE_INFINITY
    const method = flags.has('post-data') ? 'POST' : 'GET'
    const performed = yield* performRequest(
      call,
      { method, host: url.host, port: url.port, path: url.path },
      { totalMs: limitMs, connectMs: limitMs, waitsForResolver: true },
    )
    if (performed.kind === 'unresolved') return fail(`wget: bad address '${url.authority}'\n`)
    const { address } = performed
    if (!flags.has('q') && address !== '') stderr.write(`Connecting to ${url.authority} (${address}:${url.port})\n`)
    switch (performed.kind) {
      case 'refused':
        return fail(`wget: can't connect to remote host (${address}): Connection refused\n`)
      case 'closed':
        return fail('wget: error getting response\n')
      case 'timed-out':
        return fail('wget: download timed out\n')
      case 'answered':
        return finish(call, url, performed, flags)
    }
  },
}

const TABLE: FlagTable = {
  long: {
    quiet: 'q',
    'output-document': 'O',
    timeout: 'T',
    'server-response': 'S',
    spider: 'spider',
    header: 'header',
    'post-data': 'post-data',
    'user-agent': 'U',
    'no-check-certificate': 'n',
    continue: 'c',
    tries: 't',
    proxy: 'Y',
  },
  withValue: new Set(['O', 'T', 'header', 'post-data', 'U', 't', 'Y', 'P', 'o']),
  known: new Set(['q', 'O', 'T', 'S', 'U', 'c', 't', 'Y', 'P', 'o']),
}

const USAGE =
  'Usage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR] [--post-data STR | --post-file FILE] [-T SEC] URL...\n'

type Answered = Extract<Performed, { readonly kind: 'answered' }>

const finish = (call: ProgramCall, url: HttpUrl, answered: Answered, flags: ReadonlyMap<string, string>): number => {
  const { stderr, stdout } = call.streams
  const tell = (text: string): void => {
    if (!flags.has('q')) stderr.write(text)
  }
  const line = statusLine(answered.status)
  if (flags.has('S')) {
    const headers = responseHeaders(answered, call.table.clock.nowMs(), 'close')
    stderr.write([line, ...headers, ''].map((text) => `  ${text}\n`).join(''))
  }
  if (answered.status >= 400) {
    stderr.write(`wget: server returned error: ${line}\n`)
    return 1
  }
  if (flags.has('spider')) {
    tell('remote file exists\n')
    return 0
  }
  const target = flags.get('O') ?? (url.path.split('?')[0]?.split('/').at(-1) || 'index.html')
  const size = String(answered.body.length)
  const bar = `${target.padEnd(20)} 100% |********************************| ${size.padStart(5)}  0:00:00 ETA\n`
  if (target === '-') {
    tell(`writing to stdout\n${bar}written to stdout\n`)
    stdout.write(answered.body)
    return 0
  }
  const path = resolvePath(call.directory, target)
  const outcome = path === '/dev/null' ? 'done' : call.table.files.write(path, answered.body, 'replace')
  if (outcome !== 'done') {
    stderr.write(`wget: can't open '${target}': Read-only file system\n`)
    return 1
  }
  tell(`saving to '${target}'\n${bar}'${target}' saved\n`)
  return 0
}
