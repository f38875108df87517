import { FileFailure } from '../files/file-trouble.ts'
import { resolvePath } from '../files/files.ts'
import { runAtOnce } from '../run-at-once.ts'
import type { Activity, Process, ProcessTable, Program, ProgramCall, Reply, Server, ServerRequest } from '../types.ts'

const MIB = 1024 ** 2

/** busybox httpd: files below a directory, and programs below `cgi-bin`. */
export const busyboxHttpd: Program = {
  *run(call) {
    const { args, table, process, streams } = call
    const value = (flag: string): string | undefined => {
      const at = args.indexOf(flag)
      return at < 0 ? undefined : args[at + 1]
    }
    const port = Number((value('-p') ?? '80').split(':').at(-1))
    const root = resolvePath(call.directory, value('-h') ?? '.')
    const isForeground = args.some((arg) => /^-[a-z]*f/.test(arg))
    const serve = (own: Process): boolean =>
      table.listen(port, { process: own, server: fileServer(call, root, args.includes('-v') || args.includes('-vv')) })
    if (table.listeners.has(port)) {
      streams.stderr.write('httpd: bind: Address already in use\n')
      return 1
    }
    if (!isForeground) {
      // It puts itself into the background; the parent of what is left is process 1.
      table.spawn({
        ...call,
        argv: [call.name, ...args],
        parent: 1,
        *run({ process: own }) {
          own.memoryBytes = 0.3 * MIB
          serve(own)
          yield { kind: 'sleep', ms: Number.POSITIVE_INFINITY }
          return 0
        },
      })
      return 0
    }
    process.memoryBytes = 0.3 * MIB
    serve(process)
    table.loaded()
    yield { kind: 'sleep', ms: Number.POSITIVE_INFINITY }
    return 0
  },
}

const fileServer = (call: ProgramCall, root: string, isVerbose: boolean): Server => ({
  product: '',
  answersHttp: true,
  isVolatile: (path) => path.startsWith('/cgi-bin/'),
  reply: (request) => {
    const reply = readyReply(call, root, request)
    return {
      ...reply,
      serviceMs: reply.serviceMs + call.table.files.takeDelayMs(),
      logLine: isVerbose
        ? `[::ffff:${request.clientIp}]:${32_768 + (Math.floor(request.atMs) % 28_000)}: response:${reply.status}`
        : undefined,
    }
  },
})

const readyReply = (call: ProgramCall, root: string, request: ServerRequest): Reply => {
  try {
    return replyFrom(call, root, request)
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error
    const body = '<HTML><HEAD><TITLE>500 Internal Server Error</TITLE></HEAD>\n</HTML>\n'
    return { status: 500, contentType: 'text/html', body, serviceMs: 0.5, spreadRatio: 0.4, cpuMs: 0.3 }
  }
}

const replyFrom = (call: ProgramCall, root: string, request: ServerRequest): Reply => {
  const { files } = call.table
  const path = resolvePath('/', request.path.split('?')[0] ?? '/')
  const base = { contentType: 'text/html', serviceMs: 0.5, spreadRatio: 0.4, cpuMs: 0.3 }
  const notFound = {
    ...base,
    status: 404,
    body: '<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL was not found\n</BODY></HTML>\n',
  }
  const local = resolvePath('/', `${root}/${path}`)
  if (path.startsWith('/cgi-bin/'))
    return files.stat(local)?.kind === 'file' ? runCgi(call, local, root, request) : notFound
  const text = files.read(files.stat(local)?.kind === 'directory' ? `${local}/index.html`.replace('//', '/') : local)
  return text === undefined
    ? notFound
    : {
        ...base,
        status: 200,
        body: text,
        contentType: /\.html?$|\/$/.test(path) ? 'text/html' : 'application/octet-stream',
      }
}

/** A program of the site answers: it is run ahead of time, and the request takes as long as it did. */
const runCgi = (call: ProgramCall, path: string, root: string, request: ServerRequest): Reply => {
  const { table, environment } = call
  const script = table.files.read(path) ?? ''
  const interpreter = /^#!\s*(\S+)/.exec(script)?.[1] ?? '/bin/sh'
  const program = table.findProgram(interpreter)
  const base = { contentType: 'text/plain', spreadRatio: 0.1, cpuMs: 2 }
  if (program === undefined) return { ...base, status: 500, body: '', serviceMs: 1 }
  const done = runAtOnce(
    table,
    {
      argv: [interpreter, path],
      run: program.run,
      environment: {
        ...environment,
        REQUEST_METHOD: request.method,
        QUERY_STRING: request.path.split('?')[1] ?? '',
        REMOTE_ADDR: request.clientIp,
      },
      directory: `${root}/cgi-bin`,
    },
    request.atMs,
    60_000,
  )
  const [head = '', ...rest] = done.stdout.split(/\r?\n\r?\n/)
  const header = (name: string): string | undefined => new RegExp(`^${name}:\\s*(.*?)\\r?$`, 'im').exec(head)?.[1]
  const status = Number(header('Status')?.split(' ')[0] ?? (done.stdout === '' ? 500 : 200))
  return {
    ...base,
    status,
    contentType: header('Content-Type') ?? 'text/plain',
    body: rest.join('\n\n'),
    serviceMs: done.elapsedMs + 2,
  }
}

/** `nc -l -p PORT`: takes one connection after the other and says what stands on its input. */
export const netcat: Program = {
  *run(call) {
    const { args, table, process, streams } = call
    const port = Number(args.find((arg, index) => /^\d+$/.test(arg) && args[index - 1] !== '-w') ?? 0)
    if (!args.some((arg) => /^-[a-z]*l/.test(arg))) return yield* connect(call, args)
    if (table.listeners.has(port)) {
      streams.stderr.write('nc: bind: Address already in use\n')
      return 1
    }
    let isDone = false
    const staysOpen = args.some((arg) => /^-[a-z]*k/.test(arg)) || args.includes('-e')
    const text = streams.stdin.isClosed() ? streams.stdin.take() : ''
    table.listen(port, {
      process,
      server: {
        product: '',
        answersHttp: text.startsWith('HTTP/'),
        isVolatile: () => !staysOpen,
        reply: () => {
          isDone = !staysOpen
          table.clock.schedule(1, table.poke)
          const [head = '', body = ''] = text.split(/\r?\n\r?\n/)
          return {
            status: Number(/^HTTP\/\S+ (\d+)/.exec(head)?.[1] ?? 200),
            contentType: 'text/plain',
            body,
            serviceMs: 0.4,
            spreadRatio: 0.2,
            cpuMs: 0.1,
          }
        },
      },
    })
    yield { kind: 'until', test: () => isDone }
    return 0
  },
}

function* connect(call: ProgramCall, args: readonly string[]): Activity<number> {
  const [host = '', port = ''] = args.filter((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-w')
  const limit = args.indexOf('-w') < 0 ? 127_000 : Number(args[args.indexOf('-w') + 1]) * 1000
  const outcome = call.table.wire.request(
    { method: 'CONNECT', host, port: Number(port), path: '/' },
    call.table.clock.nowMs(),
  )
  yield { kind: 'sleep', ms: Math.min(outcome.timing.connectMs, limit) }
  if (outcome.kind === 'answered' || outcome.kind === 'closed') {
    if (args.includes('-v')) call.streams.stderr.write(`${host} (${outcome.address}:${port}) open\n`)
    return 0
  }
  const address = 'address' in outcome ? ` (${outcome.address}:${port})` : ''
  call.streams.stderr.write(
    outcome.kind === 'unresolved'
      ? `nc: bad address '${host}'\n`
      : `nc: ${host}${address}: ${outcome.kind === 'refused' ? 'Connection refused' : 'Connection timed out'}\n`,
  )
  return 1
}

/** A server that is known by data: it says its lines, listens after a while, and ends on signals as it is told. */
export interface DaemonSpec {
  readonly startupMs: number
  readonly startupLines: readonly string[]
  readonly port: number
  readonly cpuMilli: number
  readonly memoryBytes: number
  /** `undefined`: it ignores SIGTERM. */
  readonly term: { readonly exitCode: number; readonly afterMs: number } | undefined
  readonly server: (call: ProgramCall) => Server
  /** Says why it cannot start. */
  readonly refusal?: (call: ProgramCall) => string | undefined
  /** Said when the port is taken. */
  readonly portTaken: (port: number) => string
}

export const daemon = (spec: DaemonSpec): Program => ({
  *run(call) {
    const { process, table, streams } = call
    const flag = call.args.indexOf('-p')
    const port = flag < 0 ? spec.port : Number((call.args[flag + 1] ?? '').split(':').at(-1))
    process.cpuMilli = spec.cpuMilli
    process.memoryBytes = spec.memoryBytes
    table.loaded()
    if (spec.term !== undefined)
      for (const signal of ['TERM', 'INT', 'QUIT'] as const) process.handlers.set(signal, 'handle')
    const pauseMs = spec.startupMs / (spec.startupLines.length + 1)
    for (const line of spec.startupLines) {
      if ((yield { kind: 'sleep', ms: pauseMs, breaksOnSignal: true }) === 'signal') return spec.term?.exitCode ?? 0
      streams.stderr.write(`${line.replace('{date}', serverDate(table))}\n`)
    }
    const refusal = spec.refusal?.(call)
    if (refusal !== undefined) {
      streams.stderr.write(`${refusal}\n`)
      return 1
    }
    if ((yield { kind: 'sleep', ms: pauseMs, breaksOnSignal: true }) === 'signal') return spec.term?.exitCode ?? 0
    if (port > 0 && !table.listen(port, { process, server: spec.server(call) })) {
      streams.stderr.write(`${spec.portTaken(port)}\n`)
      return 1
    }
    while ((yield { kind: 'sleep', ms: Number.POSITIVE_INFINITY, breaksOnSignal: true }) !== 'signal');
    yield { kind: 'sleep', ms: spec.term?.afterMs ?? 0 }
    return spec.term?.exitCode ?? 0
  },
})

const serverDate = ({ clock }: ProcessTable): string =>
  new Date(clock.nowMs()).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')
