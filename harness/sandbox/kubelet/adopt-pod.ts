import type { ContainerStatus } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { resolveEnv } from './container-env.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import type { PodRuntime } from './pod-runtime.ts'
import type { RunDependencies } from './run-instance.ts'
import { runMain } from './run-main.ts'
import type { NodeAgent } from './types.ts'
import { mountVolumes } from './volumes.ts'

/** Whether a kubelet before this one had the pod up: all its containers run, by its status. */
export const isUp = ({ spec, status }: StoredPod): boolean =>
  status?.podIP !== undefined &&
  status.containerStatuses?.length === spec?.containers.length &&
  [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].every(
    ({ state }) => state?.running !== undefined,
  )

export interface Adoption {
  readonly agent: NodeAgent
  readonly run: RunDependencies
  readonly runtime: PodRuntime
  readonly changed: () => void
}

/**
 * Goes on with a pod that is up, as a kubelet does that was started anew: address, volumes and containers are those of the status;
 * nothing is pulled, started or told. What ran in the containers is not stored: their processes begin anew inside, with an empty log.
 */
export const adoptPod = (adoption: Adoption): void => {
  const { agent, runtime } = adoption
  const { metadata, status } = runtime.pod
  runtime.ip = status?.podIP ?? ''
  runtime.startTimeMs = Date.parse(status?.startTime ?? metadata.creationTimestamp)
  if (runtime.pod.spec?.hostNetwork !== true) agent.keepAddress(runtime.ip)
  const refusal = mountVolumes(agent, runtime)
  if (refusal !== undefined) throw new Error(`a pod is up without its volumes: ${metadata.name}: ${refusal}`)
  const known = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  for (const container of runtime.containers) {
    const own = known.find(({ name }) => name === container.name)
    if (own !== undefined) adoptContainer(adoption, container, own)
  }
}

const adoptContainer = (
  { agent, run, runtime, changed }: Adoption,
  container: ContainerRuntime,
  { containerID, restartCount, ready, started, state }: DeepReadonly<ContainerStatus>,
): void => {
  const env = resolveEnv(agent.informers, runtime, container.spec)
  if (env.kind === 'missing') throw new Error(`a container is up without its configuration: ${env.message}`)
  const refusal = runMain({ agent, run, runtime, container, changed }, env.env, {
    id: (containerID ?? '').replace('containerd://', ''),
    attempt: restartCount,
    startedAtMs: Date.parse(state?.running?.startedAt ?? ''),
  })
  if (refusal !== undefined) throw new Error(`a container is up that cannot be started: ${refusal.message}`)
  container.seen = container.instance
  container.ready = ready
  container.started = started === true
}
