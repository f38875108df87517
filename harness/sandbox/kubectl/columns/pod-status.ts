import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { ageSince } from '../format/age.ts'

export interface PodSummary {
  readonly ready: number
  readonly total: number
  /** The STATUS cell, such as `CrashLoopBackOff` or `Init:0/2`. */
  readonly status: string
  /** The RESTARTS cell, such as `3 (12s ago)`. */
  readonly restarts: string
}

type Status = DeepReadonly<ContainerStatus>

/** READY, STATUS and RESTARTS of a pod, by the rules of the server's printer for pods. */
export const podSummary = (pod: Stored<Pod>, nowMs: number): PodSummary => {
  const sidecars = new Set(
    (pod.spec?.initContainers ?? [])
      .filter((container) => container.restartPolicy === 'Always')
      .map(({ name }) => name),
  )
  const inits = pod.status?.initContainerStatuses ?? []
  const mains = pod.status?.containerStatuses ?? []
  const init = initProgress(pod, inits, sidecars)
  const readySidecars = inits.filter((status) => sidecars.has(status.name) && status.started === true && status.ready)
  const runningSidecars = inits.filter((status) => sidecars.has(status.name))
  const counted = init === undefined ? [...runningSidecars, ...mains] : inits
  const restarts = counted.reduce((sum, status) => sum + status.restartCount, 0)
  const ready = mains.filter((status) => status.ready && status.state?.running !== undefined).length
  const status = init ?? mainStatus(pod, mains)
  return {
    ready: (init === undefined ? ready : 0) + readySidecars.length,
    total: (pod.spec?.containers.length ?? 0) + sidecars.size,
    status: pod.metadata.deletionTimestamp === undefined ? status : terminating(pod),
    restarts: restartText(restarts, counted, nowMs),
  }
}

const terminating = (pod: Stored<Pod>): string => (pod.status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating')

const restartText = (restarts: number, statuses: readonly Status[], nowMs: number): string => {
  const last = statuses
    .map((status) => status.lastState?.terminated?.finishedAt)
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1)
  return restarts > 0 && last !== undefined ? `${restarts} (${ageSince(last, nowMs)} ago)` : String(restarts)
}

/** `undefined` once all init containers are done. */
const initProgress = (
  pod: Stored<Pod>,
  inits: readonly Status[],
  sidecars: ReadonlySet<string>,
): string | undefined => {
  const total = pod.spec?.initContainers?.length ?? 0
  for (const [index, status] of inits.entries()) {
    const { terminated, waiting } = status.state ?? {}
    if (terminated?.exitCode === 0) continue
    if (sidecars.has(status.name) && status.started === true) continue
    if (terminated !== undefined) return `Init:${terminated.reason || exitText(terminated)}`
    if (waiting?.reason !== undefined && waiting.reason !== '' && waiting.reason !== 'PodInitializing') {
      return `Init:${waiting.reason}`
    }
    return `Init:${index}/${total}`
  }
  return undefined
}

const mainStatus = (pod: Stored<Pod>, mains: readonly Status[]): string => {
  let reason = pod.status?.reason || (pod.status?.phase ?? 'Unknown')
  const gated = pod.status?.conditions?.some(
    (condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  )
  if (gated === true) reason = 'SchedulingGated'
  let hasRunning = false
  for (const status of mains.toReversed()) {
    const { waiting, terminated, running } = status.state ?? {}
    if (waiting?.reason) reason = waiting.reason
    else if (terminated !== undefined) reason = terminated.reason || exitText(terminated)
    else if (status.ready && running !== undefined) hasRunning = true
  }
  if (reason !== 'Completed' || !hasRunning) return reason
  const isReady = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
  return isReady === true ? 'Running' : 'NotReady'
}

const exitText = (terminated: { readonly signal?: number; readonly exitCode: number }): string =>
  terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`
