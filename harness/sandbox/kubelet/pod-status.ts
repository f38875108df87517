import type { ContainerStatus, PodCondition, PodStatus } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import { containerStatus } from './container-status.ts'
import { isSidecar } from './container-runtime.ts'
import type { PodRuntime } from './pod-runtime.ts'
import { qosClass } from './qos-class.ts'

type Status = DeepReadonly<ContainerStatus>

/** The status that the kubelet reports for a pod now. */
export const podStatus = (runtime: PodRuntime, hostIp: string, nowMs: number): DeepReadonly<PodStatus> => {
  const { pod } = runtime
  const init = runtime.containers.filter(({ isInit }) => isInit)
  const main = runtime.containers.filter(({ isInit }) => !isInit)
  const initial = init.length > 0 ? 'PodInitializing' : 'ContainerCreating'
  const initStatuses = init.map((container) => containerStatus(container, 'PodInitializing'))
  const statuses = main.map((container) => containerStatus(container, initial))
  const sidecars = new Set(init.filter(isSidecar).map(({ name }) => name))
  const inTurn = initStatuses.filter(({ name, started }) => !sidecars.has(name) || started !== true)
  const phase = phaseOf(runtime, inTurn, statuses)
  const hasSandbox =
    runtime.ip !== '' && runtime.containers.some(({ seen, waiting }) => seen !== undefined || waiting !== undefined)
  const isVisible = hasSandbox && runtime.ip !== ''
  return {
    conditions: conditionsOf(runtime, inTurn, statuses, phase, hasSandbox, nowMs),
    containerStatuses: statuses,
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(runtime.ephemeral.length === 0
      ? {}
      : { ephemeralContainerStatuses: runtime.ephemeral.map((one) => containerStatus(one, 'ContainerCreating')) }),
    ...(init.length === 0 ? {} : { initContainerStatuses: initStatuses }),
    phase,
    ...(isVisible ? { podIP: runtime.ip, podIPs: [{ ip: runtime.ip }] } : {}),
    ...(phase === 'Failed' && runtime.evicted !== undefined ? { reason: 'Evicted', message: runtime.evicted } : {}),
    qosClass: pod.spec === undefined ? 'BestEffort' : qosClass(pod.spec),
    startTime: timestamp(runtime.startTimeMs),
  }
}

const phaseOf = (runtime: PodRuntime, init: readonly Status[], main: readonly Status[]): string => {
  const policy = runtime.pod.spec?.restartPolicy ?? 'Always'
  const current = runtime.pod.status?.phase
  if (current === 'Succeeded' || current === 'Failed') return current
  const failed = init.find(({ state }) => state?.terminated !== undefined && state.terminated.exitCode !== 0)
  if (failed !== undefined && policy === 'Never') return 'Failed'
  if (init.some(({ state }) => state?.terminated?.exitCode !== 0)) return 'Pending'
  const isWaiting = ({ state, lastState }: Status): boolean =>
    state?.waiting !== undefined && lastState?.terminated === undefined
  const isStopped = ({ state, lastState }: Status): boolean =>
    state?.terminated !== undefined || (state?.waiting !== undefined && lastState?.terminated !== undefined)
  if (runtime.evicted !== undefined && main.every(({ state }) => state?.running === undefined)) return endPhase(main)
  if (main.some(isWaiting)) return 'Pending'
  if (main.some(({ state }) => state?.running !== undefined)) return 'Running'
  if (!main.every(isStopped) || policy === 'Always')
    return runtime.pod.metadata.deletionTimestamp === undefined ? 'Running' : endPhase(main)
  if (policy === 'Never' || main.every(({ state }) => state?.terminated?.exitCode === 0)) return endPhase(main)
  return 'Running'
}

const endPhase = (main: readonly Status[]): string =>
  main.every(({ state }) => state?.terminated?.exitCode === 0) ? 'Succeeded' : 'Failed'

const conditionsOf = (
  { pod }: PodRuntime,
  init: readonly Status[],
  main: readonly Status[],
  phase: string,
  hasSandbox: boolean,
  nowMs: number,
): DeepReadonly<PodCondition>[] => {
  const unready = main.filter(({ ready }) => !ready).map(({ name }) => name)
  const uninitialized = init.filter(({ ready }) => !ready).map(({ name }) => name)
  const isOver = phase === 'Succeeded' || phase === 'Failed'
  const completed = { status: 'False', reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
  const readiness = isOver
    ? completed
    : unready.length === 0
      ? { status: 'True' }
      : {
          status: 'False',
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        }
  const initialized =
    uninitialized.length === 0
      ? { status: 'True', ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) }
      : {
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${uninitialized.join(' ')}]`,
        }
  const known = pod.status?.conditions ?? []
  const condition = (
    type: string,
    fields: { readonly status: string; readonly reason?: string; readonly message?: string },
  ) => {
    const old = known.find((candidate) => candidate.type === type)
    const since = old?.status === fields.status ? old.lastTransitionTime : undefined
    return { type, lastProbeTime: null, lastTransitionTime: since ?? timestamp(nowMs), ...fields }
  }
  return [
    condition('PodReadyToStartContainers', { status: hasSandbox && !isOver ? 'True' : 'False' }),
    condition('Initialized', initialized),
    condition('Ready', readiness),
    condition('ContainersReady', readiness),
    condition('PodScheduled', { status: 'True' }),
  ] as never
}
