import { resolvePath } from '../files/files.ts'
import type { Program, ProgramCall } from '../types.ts'
import { type Answered, REASONS, optionsOf, perform, urlOf } from './http-request.ts'

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
