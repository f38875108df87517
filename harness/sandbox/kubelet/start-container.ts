import { readImageReference, findImage } from '../images/image-reference.ts'
import { resolveEnv } from './container-env.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import { goDuration } from './back-off.ts'
import type { PodRuntime } from './pod-runtime.ts'
import { endInstance, type RunDependencies, startInstance } from './run-instance.ts'
import { runMain } from './run-main.ts'
import type { NodeAgent } from './types.ts'

/** What it takes to start one container; `done(failed)` is called exactly once. */
export interface StartRequest {
  readonly agent: NodeAgent
  readonly run: RunDependencies
  readonly runtime: PodRuntime
  readonly container: ContainerRuntime
  /** Whether the pod is still to be run: looked at before each step. */
  readonly isWanted: () => boolean
  readonly done: (failed: boolean) => void
  /** Something in the container changed that probes may notice. */
  readonly changed: () => void
}

type Notice = (type: 'Normal' | 'Warning', reason: string, message: string) => void

/** Back-off, image, configuration, creation, start; with the events of each step, as the kubelet goes about it. */
export const startContainer = (request: StartRequest): void => {
  const { agent, runtime, container } = request
  const field = container.isInit
    ? 'initContainers'
    : runtime.ephemeral.includes(container)
      ? 'ephemeralContainers'
      : 'containers'
  const fieldPath = `spec.${field}{${container.name}}`
  const notice: Notice = (type, reason, message) =>
    agent.events.record({ object: runtime.pod, fieldPath, type, reason, message })
  const ended = container.seenExit ? container.seen : container.seenLast
  const nowMs = agent.simulation.nowMs()
  if (ended?.exit !== undefined) {
    if (container.crash.isWithin(ended.exit.atMs, nowMs)) {
      const { name, namespace, uid } = runtime.pod.metadata
      const pod = `${name}_${namespace}(${uid})`
      notice('Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${pod}`)
      const length = goDuration(container.crash.currentMs())
      container.waiting = {
        reason: 'CrashLoopBackOff',
        message: `back-off ${length} restarting failed container=${container.name} pod=${pod}`,
      }
      return request.done(true)
    }
    container.crash.raise(nowMs)
  }
  ensureImage(request, notice)
}

const ensureImage = (request: StartRequest, notice: Notice): void => {
  const { agent, container } = request
  const { simulation, images, rng } = agent
  const text = container.spec.image ?? ''
  const policy = container.spec.imagePullPolicy ?? 'IfNotPresent'
  const { canonical } = readImageReference(text)
  const fail = (reason: string, message: string): void => {
    notice('Warning', 'Failed', `Error: ${reason}`)
    container.waiting = { reason, message }
    request.done(true)
  }
  if (policy !== 'Always' && images.has(canonical)) {
    notice('Normal', 'Pulled', `Container image "${text}" already present on machine`)
    return create(request, notice)
  }
  if (policy === 'Never') {
    notice('Warning', 'ErrImageNeverPull', `Container image "${text}" is not present with pull policy of Never`)
    return fail('ErrImageNeverPull', `Container image "${text}" is not present with pull policy of Never`)
  }
  const found = findImage(text, request.agent.standIns)
  const refusal = 'refusal' in found ? `rpc error: code = ${found.code} desc = ${found.refusal}` : ''
  if (container.pull.isWithinUpdate(simulation.nowMs())) {
    notice('Normal', 'BackOff', `Back-off pulling image "${text}"`)
    return fail('ImagePullBackOff', `Back-off pulling image "${text}": ErrImagePull: ${refusal}`)
  }
  notice('Normal', 'Pulling', `Pulling image "${text}"`)
  if (!('image' in found)) {
    notice('Warning', 'Failed', `Failed to pull image "${text}": ${refusal}`)
    container.pull.raise(simulation.nowMs())
    return fail('ErrImagePull', refusal)
  }
  const isCached = images.has(canonical)
  const pullMs = isCached ? 300 + rng.int(0, 400) : 900 + found.image.sizeBytes / 12_000 + rng.int(0, 900)
  const size = found.image.sizeBytes
  simulation.schedule(pullMs, () => {
    if (!request.isWanted()) return request.done(false)
    images.add(canonical)
    const took = pullMs < 1000 ? `${Math.round(pullMs)}ms` : `${(pullMs / 1000).toFixed(3).replace(/0+$/, '')}s`
    notice(
      'Normal',
      'Pulled',
      `Successfully pulled image "${text}" in ${took} (${took} including waiting). Image size: ${size} bytes.`,
    )
    create(request, notice)
  })
}

const create = (request: StartRequest, notice: Notice): void => {
  const { agent, run, runtime, container } = request
  const resolved = resolveEnv(agent.informers, runtime, container.spec)
  if (resolved.kind === 'missing') {
    notice('Warning', 'Failed', `Error: ${resolved.message}`)
    container.waiting = { reason: 'CreateContainerConfigError', message: resolved.message }
    return request.done(true)
  }
  const { simulation, rng } = agent
  simulation.schedule(8 + rng.int(0, 20), () => {
    if (!request.isWanted()) return request.done(false)
    notice('Normal', 'Created', `Created container: ${container.name}`)
    simulation.schedule(60 + rng.int(0, 50), () => {
      if (!request.isWanted()) return request.done(false)
      execute(request, run, notice, resolved.env)
    })
  })
}

const execute = (
  request: StartRequest,
  run: RunDependencies,
  notice: Notice,
  own: Readonly<Record<string, string>>,
): void => {
  const { container } = request
  const refusal = runMain(request, own)
  if (refusal !== undefined) {
    const { message, exitCode } = refusal
    notice('Warning', 'Failed', `Error: ${message}`)
    const instance = startInstance(run, container, undefined)
    container.waiting = { reason: 'RunContainerError', message }
    endInstance(run, container, instance, { exitCode, reason: 'StartError', message })
    return request.done(true)
  }
  notice('Normal', 'Started', `Started container ${container.name}`)
  request.done(false)
}
