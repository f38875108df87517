import type { Probe } from 'kubernetes-types/core/v1.d.ts'
import { findImage } from '../images/image-reference.ts'
import { planProcess } from '../images/plan-process.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import { isRunning } from './instance.ts'
import type { PodRuntime } from './pod-runtime.ts'
import { answerAt } from './answer.ts'

/** What one try of a probe shows; `undefined` is success, a text is the failure in the kubelet's words. */
export const probeResult = (
  runtime: PodRuntime,
  container: ContainerRuntime,
  probe: DeepReadonly<Probe>,
  egressDelayMs: number,
  nowMs: number,
): string | undefined => {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000
  if (probe.httpGet !== undefined) {
    const { path = '/', port, scheme = 'HTTP', host = runtime.ip } = probe.httpGet
    const url = `${scheme.toLowerCase()}://${host}:${portNumber(container, port)}${path.startsWith('/') ? path : `/${path}`}`
    const answer = answerAt(runtime, portNumber(container, port), path, nowMs)
    if (answer === undefined)
      return `Get "${url}": dial tcp ${host}:${portNumber(container, port)}: connect: connection refused`
    if (egressDelayMs > timeoutMs) {
      return `Get "${url}": dial tcp ${host}:${portNumber(container, port)}: i/o timeout (Client.Timeout exceeded while awaiting headers)`
    }
    if (2 * egressDelayMs + answer.serviceMs + answer.throttleMs > timeoutMs) {
      return `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`
    }
    const { status } = answer.page
    return status >= 200 && status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`
  }
  if (probe.tcpSocket !== undefined) {
    const port = portNumber(container, probe.tcpSocket.port)
    const answer = answerAt(runtime, port, '/', nowMs)
    if (answer === undefined) return `dial tcp ${runtime.ip}:${port}: connect: connection refused`
    return egressDelayMs > timeoutMs ? `dial tcp ${runtime.ip}:${port}: i/o timeout` : undefined
  }
  return probe.exec === undefined ? undefined : execResult(container, probe.exec.command ?? [], timeoutMs)
}

/** A probe's command is judged by what its program is known to do; the shell of containers will run it for real. */
const execResult = (container: ContainerRuntime, command: readonly string[], timeoutMs: number): string | undefined => {
  const found = findImage(container.spec.image ?? '')
  if (!('image' in found) || !isRunning(container.instance)) return 'container is not running'
  const [program, path] = command
  if ((program === 'cat' || program === 'ls') && path !== undefined && !container.files.has(path)) {
    return `${program}: can't open '${path}': No such file or directory\n`
  }
  const plan = planProcess({ image: found.image, command, args: undefined })
  if (plan.kind === 'unstartable')
    return `rpc error: code = Unknown desc = failed to exec in container: ${plan.message}`
  if (plan.end === undefined || plan.end.afterMs > timeoutMs) return `command "${command.join(' ')}" timed out`
  return plan.end.exitCode === 0 ? undefined : plan.lines.map(({ text }) => `${text}\n`).join('')
}

const portNumber = (container: ContainerRuntime, port: number | string): number =>
  typeof port === 'number'
    ? port
    : (container.spec.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port))
