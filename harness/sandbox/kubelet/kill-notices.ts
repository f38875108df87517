import type { ContainerRuntime } from './container-runtime.ts'
import type { PodRuntime } from './pod-runtime.ts'
import type { NodeAgent } from './types.ts'

/** Says why a container that has to go is killed: a probe, or a new definition. */
export const noteKill = (agent: NodeAgent, runtime: PodRuntime, { name, unhealthy }: ContainerRuntime): void => {
  const probe = unhealthy ?? 'liveness'
  const cause = probe === 'definition' ? 'definition changed' : `failed ${probe} probe`
  note(agent, runtime, `spec.containers{${name}}`, `Container ${name} ${cause}, will be restarted`)
}

/** Says that a container is stopped with its pod. */
export const noteStop = (agent: NodeAgent, runtime: PodRuntime, { name, isInit }: ContainerRuntime): void =>
  note(agent, runtime, `spec.${isInit ? 'initContainers' : 'containers'}{${name}}`, `Stopping container ${name}`)

const note = (agent: NodeAgent, runtime: PodRuntime, fieldPath: string, message: string): void =>
  agent.events.record({ object: runtime.pod, fieldPath, type: 'Normal', reason: 'Killing', message })
