import type { ContainerState, ContainerStatus } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import { type ContainerRuntime, isSidecar } from './container-runtime.ts'
import type { Instance } from './instance.ts'

/** A container's status as the kubelet reports it: what it saw of the runtime, then why it could not start it. */
export const containerStatus = (container: ContainerRuntime, initial: string): DeepReadonly<ContainerStatus> => {
  const { seen, seenExit, seenLast, waiting, spec } = container
  const terminated = seen !== undefined && seenExit ? terminatedState(seen) : undefined
  const last = seenLast === undefined ? {} : terminatedState(seenLast)
  const isWaiting = waiting !== undefined && (seen === undefined || seenExit)
  const image = seen === undefined ? (spec.image ?? '') : container.image.canonical
  const isUp = seen !== undefined && !seenExit
  return {
    ...(seen === undefined ? {} : { containerID: `containerd://${seen.id}` }),
    image,
    imageID: seen === undefined ? '' : container.image.id,
    lastState: isWaiting && terminated !== undefined ? terminated : last,
    name: container.name,
    ready: container.isInit && !isSidecar(container) ? terminated?.terminated?.exitCode === 0 : isUp && container.ready,
    restartCount: seen?.attempt ?? 0,
    started: isUp && container.started,
    state: isWaiting
      ? { waiting }
      : (terminated ?? (seen === undefined ? { waiting: { reason: initial } } : runningState(seen))),
    ...mounts(container),
  }
}

const runningState = (instance: Instance): DeepReadonly<ContainerState> => ({
  running: { startedAt: timestamp(instance.startedAtMs) },
})

const terminatedState = (instance: Instance): DeepReadonly<ContainerState> => {
  const { exit, id, table, startedAtMs } = instance
  if (exit === undefined) return {}
  const startedAt = timestamp(table === undefined ? 0 : startedAtMs)
  return {
    terminated: {
      containerID: `containerd://${id}`,
      exitCode: exit.exitCode,
      finishedAt: timestamp(exit.atMs),
      ...(exit.message === undefined ? {} : { message: exit.message }),
      reason: exit.reason,
      startedAt,
    },
  }
}

const mounts = ({ spec }: ContainerRuntime) => {
  const volumeMounts = (spec.volumeMounts ?? []).map(({ mountPath, name, readOnly }) => ({
    mountPath,
    name,
    ...(readOnly === true ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
  }))
  return volumeMounts.length === 0 ? {} : { volumeMounts }
}
