import type { PodConnector, LogOptions } from '../api/types/connect.ts'
import { ApiError } from '../api/types/api-error.ts'
import type { KubeObject } from '../api/types/object.ts'
import type { Informers } from '../controllers/base/informers.ts'
import type { Simulation } from '../engine/types.ts'
import { attach } from './attach.ts'
import { logLines } from './container-log.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import { type Instance, isRunning } from './instance.ts'
import type { Kubelets } from './kubelets.ts'
import { containerOf, type PodRuntime } from './pod-runtime.ts'
import type { ContainerExec } from './types.ts'

export interface ConnectorDependencies {
  readonly kubelets: Kubelets
  readonly informers: Informers
  readonly simulation: Simulation
  /** The shell of containers. */
  readonly exec: ContainerExec
}

/** Answers `pods/log`, `pods/exec` and `pods/attach` as the kubelets do. */
export const createPodConnector = ({ kubelets, informers, simulation, exec }: ConnectorDependencies): PodConnector => ({
  log: (pod, options) => {
    const runtime = kubelets.podOf(pod.metadata.uid)
    if (runtime === undefined) return ''
    const refusal = refusedBy(kubelets, informers, runtime)
    if (refusal !== undefined) {
      const { namespace, name } = pod.metadata
      const path = `containerLogs/${namespace}/${name}/${containerFor(pod, runtime, options.container).name}`
      throw new ApiError(500, 'InternalError', `Get "https://${refusal.address}/${path}": ${refusal.cause}`)
    }
    const container = containerFor(pod, runtime, options.container)
    const instance = options.previous === true ? previousRun(pod, container) : container.instance
    if (instance === undefined) throw waitingError(pod, container, runtime)
    return printed(logLines(instance, simulation.nowMs()), options, simulation.nowMs())
  },
  exec: async (flow, pod, { container: name, command, stdin, talk }) => {
    const { runtime, container, instance } = runningContainer(kubelets, informers, pod, name)
    // As its process got it when it started: ConfigMaps and Secrets may have changed since.
    const env = instance.table?.environment() ?? {}
    const options = {
      command,
      ...(stdin === undefined ? {} : { stdin }),
      ...(talk === undefined ? {} : { talk }),
    }
    return exec(flow, { runtime, container, env }, options)
  },
  attach: (flow, pod, { container: name, talk }) => {
    const { container, instance } = runningContainer(kubelets, informers, pod, name)
    return attach(flow, container, instance, talk)
  },
})

const runningContainer = (
  kubelets: Kubelets,
  informers: Informers,
  pod: KubeObject,
  name: string | undefined,
): { readonly runtime: PodRuntime; readonly container: ContainerRuntime; readonly instance: Instance } => {
  const runtime = kubelets.podOf(pod.metadata.uid)
  if (runtime === undefined)
    throw new ApiError(400, 'BadRequest', `pod ${pod.metadata.name} does not have a host assigned`)
  const refusal = refusedBy(kubelets, informers, runtime)
  if (refusal !== undefined) throw new ApiError(500, 'InternalError', `error dialing backend: ${refusal.cause}`)
  const container = containerFor(pod, runtime, name)
  const { instance } = container
  if (isRunning(instance)) return { runtime, container, instance }
  throw new ApiError(500, 'InternalError', `unable to upgrade connection: container not found ("${container.name}")`)
}

/** Nobody listens where the kubelet of a node does not work. */
const refusedBy = (kubelets: Kubelets, { nodes }: Informers, { node }: PodRuntime) => {
  if (kubelets.isOn(node)) return undefined
  const addresses = nodes.get(undefined, node)?.status?.addresses ?? []
  const address = `${addresses.find(({ type }) => type === 'InternalIP')?.address ?? node}:10250`
  return { address, cause: `dial tcp ${address}: connect: connection refused` }
}

const containerFor = (pod: KubeObject, runtime: PodRuntime, name: string | undefined): ContainerRuntime => {
  const container = name === undefined ? runtime.containers.find(({ isInit }) => !isInit) : containerOf(runtime, name)
  if (container === undefined) {
    throw new ApiError(400, 'BadRequest', `container ${name} is not valid for pod ${pod.metadata.name}`)
  }
  return container
}

const previousRun = (pod: KubeObject, container: ContainerRuntime) => {
  const { instance, previous } = container
  const ended = instance?.exit !== undefined && container.waiting !== undefined ? instance : previous
  if (ended !== undefined) return ended
  throw new ApiError(
    400,
    'BadRequest',
    `previous terminated container "${container.name}" in pod "${pod.metadata.name}" not found`,
  )
}

const waitingError = (pod: KubeObject, container: ContainerRuntime, runtime: PodRuntime): ApiError => {
  const hasInit = runtime.containers.some(({ isInit }) => isInit)
  const initial = hasInit ? 'PodInitializing' : 'ContainerCreating'
  const { reason } = container.waiting ?? { reason: initial }
  const isPull = reason === 'ErrImagePull' || reason === 'ImagePullBackOff'
  const cause =
    reason === 'ImagePullBackOff'
      ? 'trying and failing to pull image'
      : reason === 'ErrImagePull'
        ? "image can't be pulled"
        : reason
  const verb = isPull ? `is waiting to start: ${cause}` : `is waiting to start: ${reason}`
  return new ApiError(400, 'BadRequest', `container "${container.name}" in pod "${pod.metadata.name}" ${verb}`)
}

const printed = (
  lines: readonly { readonly atMs: number; readonly text: string }[],
  { tailLines, sinceSeconds, sinceTime, timestamps, limitBytes }: LogOptions,
  nowMs: number,
): string => {
  const sinceMs =
    sinceSeconds !== undefined ? nowMs - sinceSeconds * 1000 : sinceTime !== undefined ? Date.parse(sinceTime) : 0
  const recent = lines.filter(({ atMs }) => atMs >= sinceMs)
  const kept = tailLines === undefined ? recent : tailLines <= 0 ? [] : recent.slice(-tailLines)
  const text = kept
    .map((line) => (timestamps === true ? `${nanoTimestamp(line.atMs)} ${line.text}\n` : `${line.text}\n`))
    .join('')
  return limitBytes === undefined ? text : text.slice(0, limitBytes)
}

const nanoTimestamp = (ms: number): string =>
  `${new Date(Math.floor(ms)).toISOString().slice(0, 23)}${String(Math.floor((ms % 1) * 1e6)).padStart(6, '0')}Z`
