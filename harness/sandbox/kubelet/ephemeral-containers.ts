import type { Container } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import { createContainerRuntime } from './container-runtime.ts'
import type { StartRequest } from './start-container.ts'
import { startContainer } from './start-container.ts'

/**
 * Starts the debugging containers that a pod has got since it was last looked at. They are started once, whatever comes of it.
 * @param seen called when the runtime has something new to show
 */
export const startEphemeral = (request: Omit<StartRequest, 'container' | 'done'>, seen: () => void): void => {
  const { runtime } = request
  for (const spec of runtime.pod.spec?.ephemeralContainers ?? []) {
    if (runtime.ephemeral.some(({ name }) => name === spec.name)) continue
    const container = createContainerRuntime(spec as DeepReadonly<Container>, false)
    runtime.ephemeral.push(container)
    startContainer({ ...request, container, done: seen })
  }
}
