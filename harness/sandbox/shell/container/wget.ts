import { failed } from '../script/command.ts'
import type { Call, Output, ShellCommand } from '../script/command.ts'
import type { Caller, Network } from '../../network/types.ts'
import type { RequestOutcome } from '../../processes/wire.ts'
import { readHttpUrl, statusLine } from './http-url.ts'
import type { HttpUrl } from './http-url.ts'
import { performRequest } from './perform-request.ts'
import { readFlags } from './read-flags.ts'
import type { FlagTable } from './read-flags.ts'

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

type Answered = Extract<RequestOutcome, { readonly kind: 'answered' }>

/** The wget of busybox. */
export const wget = (network: Network, caller: Caller): ShellCommand => ({
  name: 'wget',
  standsAlone: true,
  run: async (call) => {
    const read = readFlags(call.args, TABLE)
    if ('unknown' in read) return failed(`wget: unrecognized option: ${read.unknown.replace(/^-+/, '')}\n${USAGE}`)
    const { flags, operands } = read
    const url = readHttpUrl(operands[0] ?? '')
    if (operands[0] === undefined) return failed(USAGE)
    if (url === undefined) return failed(`wget: not an http or ftp url: ${operands[0]}\n`)
    const isQuiet = flags.has('q')
    const seconds = Number(flags.get('T') ?? 900)
    const limitMs = seconds > 0 ? seconds * 1000 : Number.POSITIVE_INFINITY
    const method = flags.has('post-data') ? 'POST' : 'GET'
    const performed = await performRequest(
      { network, caller, process: call.process },
      { method, host: url.host, port: url.port, path: url.path },
      { totalMs: limitMs, connectMs: limitMs },
    )
    const connecting = (address: string): string =>
      isQuiet ? '' : `Connecting to ${url.authority} (${address}:${url.port})\n`
    switch (performed.kind) {
      case 'killed':
        return failed('', 143)
      case 'unresolved':
        return failed(`wget: bad address '${url.authority}'\n`)
      case 'refused': {
        const { address } = performed
        return failed(`${connecting(address)}wget: can't connect to remote host (${address}): Connection refused\n`)
      }
      case 'closed':
        return failed(`${connecting(performed.address)}wget: error getting response\n`)
      case 'timed-out':
        return failed(`${performed.address === '' ? '' : connecting(performed.address)}wget: download timed out\n`)
      case 'answered':
        return answer(call, url, performed, { flags, isQuiet, connecting: connecting(performed.address) })
    }
  },
})

const USAGE =
  'Usage: wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR] [--post-data STR | --post-file FILE] [-T SEC] URL...\n'

interface Manner {
  readonly flags: ReadonlyMap<string, string>
  readonly isQuiet: boolean
  readonly connecting: string
}

const answer = async (call: Call, url: HttpUrl, answered: Answered, manner: Manner): Promise<Output> => {
  const { flags, isQuiet, connecting } = manner
  const line = statusLine(answered.status)
  const headers = flags.has('S') ? `  ${line}\n${headerLines(call, answered)}` : ''
  if (answered.status >= 400) return failed(`${connecting}${headers}wget: server returned error: ${line}\n`)
  if (flags.has('spider')) {
    return { stdout: '', stderr: isQuiet ? headers : `${connecting}${headers}remote file exists\n`, exitCode: 0 }
  }
  const target = flags.get('O') ?? (url.path.split('?')[0]?.split('/').at(-1) || 'index.html')
  const toStdout = target === '-'
  const name = toStdout ? '-' : target
  if (!toStdout) await call.files.writeFile(call.files.resolvePath(call.directory, target), answered.body)
  const size = String(answered.body.length)
  const bar = `${name.padEnd(20)} 100% |********************************| ${size.padStart(5)}  0:00:00 ETA\n`
  const story = toStdout
    ? `writing to stdout\n${bar}written to stdout\n`
    : `saving to '${name}'\n${bar}'${name}' saved\n`
  return {
    stdout: toStdout ? answered.body : '',
    stderr: isQuiet ? headers : `${connecting}${headers}${story}`,
    exitCode: 0,
  }
}

const headerLines = (call: Call, { product, contentType, body }: Answered): string =>
  [
    `Server: ${product}`,
    `Date: ${new Date(call.process.flow.nowMs()).toUTCString()}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
    .map((line) => `  ${line}\n`)
    .join('') + '  \n'
