import type { Probe } from 'kubernetes-types/core/v1.d.ts'
import { runAtOnce } from '../processes/run-at-once.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import { answerAt, listenerAt } from './answer.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import { isRunning, writeLog } from './instance.ts'
import type { PodRuntime } from './pod-runtime.ts'

/** What one try of a probe shows. */
export interface ProbeResult {
  /** Absent for success; otherwise the failure in the kubelet's words. */
  readonly failure?: string
  /** The next try may end differently although nothing in the pod has changed. */
  readonly isVolatile?: boolean
}

export const probeResult = (
  runtime: PodRuntime,
  container: ContainerRuntime,
  probe: DeepReadonly<Probe>,
  egressDelayMs: number,
  nowMs: number,
): ProbeResult => {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000
  if (probe.httpGet !== undefined) {
    const { path = '/', port, scheme = 'HTTP', host = runtime.ip } = probe.httpGet
    const address = `${host}:${portNumber(container, port)}`
    const url = `${scheme.toLowerCase()}://${address}${path.startsWith('/') ? path : `/${path}`}`
    const clientIp = gatewayOf(runtime.ip)
    const answer = answerAt(runtime, portNumber(container, port), { method: 'GET', path, clientIp, atMs: nowMs })
    if (answer === undefined) return { failure: `Get "${url}": dial tcp ${address}: connect: connection refused` }
    const { isVolatile, instance, logLine, serviceMs, throttleMs, status } = answer
    if (answer.isClosed === true) return { failure: `Get "${url}": EOF` }
    if (logLine !== undefined && !/^\S+ - - /.test(logLine))
      writeLog(instance, { atMs: nowMs + serviceMs, text: logLine })
    if (egressDelayMs > timeoutMs)
      return {
        failure: `Get "${url}": dial tcp ${address}: i/o timeout (Client.Timeout exceeded while awaiting headers)`,
      }
    if (2 * egressDelayMs + serviceMs + throttleMs > timeoutMs)
      return {
        failure: `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
        isVolatile,
      }
    return status >= 200 && status < 400
      ? { isVolatile }
      : { failure: `HTTP probe failed with statuscode: ${status}`, isVolatile }
  }
  if (probe.tcpSocket !== undefined || probe.grpc !== undefined) {
    const port = probe.tcpSocket === undefined ? Number(probe.grpc?.port) : portNumber(container, probe.tcpSocket.port)
    const isGrpc = probe.grpc !== undefined
    if (listenerAt(runtime, port) === undefined) {
      const refusal = `dial tcp ${runtime.ip}:${port}: connect: connection refused`
      return {
        failure: isGrpc
          ? `timeout: failed to connect service "${runtime.ip}:${port}" within ${timeoutMs / 1000}s: context deadline exceeded`
          : refusal,
      }
    }
    return egressDelayMs > timeoutMs ? { failure: `dial tcp ${runtime.ip}:${port}: i/o timeout` } : {}
  }
  return probe.exec === undefined ? {} : execResult(container, probe.exec.command ?? [], timeoutMs, nowMs)
}

/** A probe's command runs in the container; its time is played ahead. */
const execResult = (
  container: ContainerRuntime,
  argv: readonly string[],
  timeoutMs: number,
  nowMs: number,
): ProbeResult => {
  const { instance } = container
  if (!isRunning(instance) || instance.table === undefined) return { failure: 'container is not running' }
  const { table } = instance
  const program = table.findProgram(argv[0] ?? '')
  if (program === undefined) {
    const cause = (argv[0] ?? '').includes('/')
      ? `stat ${argv[0]}: no such file or directory`
      : 'executable file not found in $PATH'
    return {
      failure: `rpc error: code = Unknown desc = failed to exec in container: OCI runtime exec failed: exec failed: unable to start container process: exec: "${argv[0]}": ${cause}: unknown`,
    }
  }
  const environment = table.environment()
  const done = runAtOnce(table, { argv, run: program.run, environment, directory: '/' }, nowMs, Math.max(timeoutMs, 1))
  const isVolatile = !FILE_PROGRAMS.has(argv[0] ?? '')
  if (done.elapsedMs > timeoutMs)
    return { failure: `command timed out: "${argv.join(' ')}" timed out after ${timeoutMs / 1000}s`, isVolatile }
  return done.exitCode === 0 ? { isVolatile } : { failure: `${done.stdout}${done.stderr}`.trimEnd(), isVolatile }
}

/** They look at files only, and files tell when they change. */
const FILE_PROGRAMS: ReadonlySet<string> = new Set(['cat', '/bin/cat', 'ls', 'test', '[', 'true', 'grep', 'stat'])

const gatewayOf = (ip: string): string => ip.replace(/\.\d+$/, '.1')

const portNumber = (container: ContainerRuntime, port: number | string): number =>
  typeof port === 'number'
    ? port
    : (container.spec.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port))
