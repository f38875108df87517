import { FileFailure } from '../files/file-trouble.ts'
import { resolvePath } from '../files/files.ts'
import { runAtOnce } from '../run-at-once.ts'
import type { Process, Program, ProgramCall, Reply, Server, ServerRequest } from '../types.ts'

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
  const stat = files.stat(local)
  const file = stat?.kind === 'directory' ? `${local}/index.html`.replace('//', '/') : local
  const text = files.read(file)
  return text === undefined
    ? notFound
    : {
        ...base,
        status: 200,
        body: text,
        contentType: /\.html?$|\/$/.test(path) ? 'text/html' : 'application/octet-stream',
        headers: fileHeaders(file === local ? (stat?.mtimeMs ?? 0) : (files.stat(file)?.mtimeMs ?? 0), text.length),
      }
}

const fileHeaders = (mtimeMs: number, size: number): NonNullable<Reply['headers']> => [
  { name: 'Accept-Ranges', value: 'bytes', mode: 'add' },
  { name: 'Last-Modified', value: new Date(mtimeMs).toUTCString(), mode: 'add' },
  { name: 'ETag', value: `"${Math.floor(mtimeMs / 1000).toString(16)}-${size.toString(16)}"`, mode: 'add' },
]

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
