import type { KubeObject } from '../api/types/object.ts'
import { daemon } from '../processes/programs/daemon.ts'
import type { Program, ProgramCall, Reply, Server, ServerRequest } from '../processes/types.ts'
import type { RequestOutcome } from '../processes/wire.ts'
import { answerFromFiles } from './data-store.ts'
import { withMemoryLimit } from './limit-policy.ts'
import type { AppBehaviour, AppCall } from './types.ts'

/**
 * A service of an app, or a worker. A request does its own work and then calls others, one after the other: their time is added to its
 * own, and the first that fails makes it fail, unless the call is optional. Addresses come from the environment.
 */
export const appProgram = (app: AppBehaviour): Program =>
  app.everyMs === undefined ? serviceProgram(app) : workerProgram(app, app.everyMs)

const missing = ({ required }: AppBehaviour, { environment }: ProgramCall): string | undefined =>
  required.find((name) => (environment[name] ?? '') === '')

const serviceProgram = (app: AppBehaviour): Program =>
  daemon({
    startupMs: app.startupMs,
    startupLines: [`${app.name}: starting`],
    port: app.port,
    cpuMilli: app.cpuMilliIdle,
    memoryBytes: app.memoryBytes,
    term: { exitCode: 0, afterMs: 120 },
    server: (call) => appServer(app, call),
    refusal: (call) => {
      const name = missing(app, call)
      if (name !== undefined) return `${app.name}: fatal: ${name} is not set`
      call.streams.stdout.write(`${app.name}: listening on :${app.port}\n`)
      return undefined
    },
    portTaken: (port) => `${app.name}: fatal: listen on :${port}: address already in use`,
  })

const appServer = (app: AppBehaviour, call: ProgramCall): Server => {
  const peers = peersOf(app, call)
  return {
    product: app.name,
    answersHttp: app.speaksHttp,
    isVolatile: (path) => !QUIET_PATHS.test(path),
    ...(app.limitsMemory === true
      ? { review: (object: KubeObject) => withMemoryLimit(object, call.environment['MEMORY_LIMIT'] ?? '') }
      : {}),
    reply: (request) =>
      app.storesIn === undefined || QUIET_PATHS.test(request.path)
        ? replyOf(app, request, () => callOthers(peers, call, request))
        : storeReply(app, app.storesIn, call, request),
  }
}

const replyOf = (app: AppBehaviour, { path, method }: ServerRequest, callPeers: () => Done): Reply => {
  const base = { contentType: 'application/json', spreadRatio: 0.3, cpuMs: app.cpuMsPerRequest }
  if (QUIET_PATHS.test(path)) return { ...base, status: 200, body: '{"status":"ok"}\n', serviceMs: 0.3, cpuMs: 0.1 }
  const { elapsedMs, failure } = callPeers()
  const serviceMs = app.serviceMs + elapsedMs
  const status = failure === undefined ? 200 : failure.status
  const body =
    failure === undefined ? `{"service":"${app.name}","calls":${app.calls.length}}\n` : `{"error":"${failure.text}"}\n`
  const level = failure === undefined ? 'info' : 'error'
  const cause = failure === undefined ? '' : ` error="${failure.text}"`
  const logLine = app.speaksHttp
    ? `level=${level} service=${app.name} method=${method} path=${path} status=${status} duration_ms=${serviceMs.toFixed(1)}${cause}`
    : undefined
  return { ...base, status, body, serviceMs, logLine }
}

const storeReply = (app: AppBehaviour, directory: string, call: ProgramCall, request: ServerRequest): Reply => {
  const answer = answerFromFiles(call.table.files, directory, request)
  const base = { contentType: 'text/plain', body: '', spreadRatio: 0.3, cpuMs: app.cpuMsPerRequest }
  if (answer.kind === 'waits') return { ...base, status: 200, serviceMs: Number.POSITIVE_INFINITY }
  const serviceMs = app.serviceMs + answer.waitMs
  if (answer.kind === 'done') return { ...base, status: 200, serviceMs }
  const logLine = `level=error service=${app.name} error="${answer.text.replaceAll('"', "'")}"`
  return { ...base, status: 500, body: answer.text, serviceMs, logLine }
}

/** Probes ask these; they are answered without any work and not logged. */
const QUIET_PATHS = /^\/(?:healthz|readyz|livez)\b/

interface Done {
  readonly elapsedMs: number
  readonly failure: { readonly status: number; readonly text: string } | undefined
}

/** A service that an app calls, at the address that its environment gives. */
interface Peer {
  readonly call: AppCall
  readonly host: string
  readonly port: number
  readonly path: string
}

const peersOf = (app: AppBehaviour, { environment }: ProgramCall): readonly Peer[] =>
  app.calls.flatMap((call) => {
    const target = (environment[call.address] ?? '').replace(/^https?:\/\//, '').split('/')[0] ?? ''
    const [host = '', port = '80'] = target.split(':')
    const path = call.isQuery === true ? `${call.path}?user=${app.name}` : call.path
    return host === '' ? [] : [{ call, host, port: Number(port), path }]
  })

const callOthers = (
  peers: readonly Peer[],
  { table }: Pick<ProgramCall, 'table'>,
  { atMs }: Pick<ServerRequest, 'atMs'>,
): Done => {
  let elapsedMs = 0
  for (const { call: other, host, port, path } of peers) {
    const outcome = table.wire.request({ method: 'GET', host, port, path }, atMs + elapsedMs)
    const { totalMs } = outcome.timing
    elapsedMs += Math.min(totalMs, other.timeoutMs)
    const failure = failureOf(outcome, other, host)
    if (failure !== undefined && !other.isOptional) return { elapsedMs, failure }
  }
  return { elapsedMs, failure: undefined }
}

const failureOf = (outcome: RequestOutcome, { timeoutMs, isQuery = false }: AppCall, host: string): Done['failure'] => {
  if (outcome.kind === 'unanswered' || outcome.timing.totalMs > timeoutMs)
    return { status: 504, text: `${host}: timeout after ${timeoutMs} ms` }
  if (outcome.kind === 'unresolved') return { status: 502, text: `${host}: no such host` }
  if (outcome.kind === 'refused') return { status: 502, text: `${host}: connection refused` }
  if (outcome.kind === 'closed') return { status: 502, text: `${host}: connection reset by peer` }
  if (isQuery && outcome.status >= 500) return { status: 502, text: `${host}: ${outcome.body.replaceAll('"', "'")}` }
  return outcome.status < 500 ? undefined : { status: 502, text: `${host}: answered ${outcome.status}` }
}

/** Does its round again and again, and says how it went. */
const workerProgram = (app: AppBehaviour, everyMs: number): Program => ({
  *run(call) {
    const { process, table, streams, environment } = call
    process.cpuMilli = app.cpuMilliIdle
    process.memoryBytes = app.memoryBytes
    table.loaded()
    process.handlers.set('TERM', 'handle')
    const name = missing(app, call)
    if (name !== undefined) {
      streams.stderr.write(`${app.name}: fatal: ${name} is not set\n`)
      return 1
    }
    streams.stdout.write(`${app.name}: started\n`)
    const peers = peersOf(app, call)
    const pauseMs = Number(environment['INTERVAL_MS'] ?? everyMs)
    for (let round = 1; ; round += 1) {
      if ((yield { kind: 'sleep', ms: pauseMs, breaksOnSignal: true }) === 'signal') return 0
      const done = callOthers(peers, call, { atMs: table.clock.nowMs() })
      if ((yield { kind: 'sleep', ms: done.elapsedMs, breaksOnSignal: true }) === 'signal') return 0
      if (done.failure === undefined) {
        if (round % app.logsEvery === 0)
          streams.stdout.write(
            `level=info service=${app.name} round=${round} duration_ms=${done.elapsedMs.toFixed(1)}\n`,
          )
      } else streams.stderr.write(`level=error service=${app.name} round=${round} error="${done.failure.text}"\n`)
    }
  },
})
