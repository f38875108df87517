import { imageId, readImageReference } from '../images/image-reference.ts'
import { isRunning } from './instance.ts'
import type { PodRuntime } from './pod-runtime.ts'

/**
 * Takes over images that were changed in a pod's spec: the one field of a running container that may change. Containers that run with the
 * old one are to be killed. @returns whether there are any
 */
export const takeImages = ({ pod, containers }: PodRuntime): boolean => {
  let isChanged = false
  for (const spec of [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])]) {
    const container = containers.find(({ name }) => name === spec.name)
    if (container === undefined || container.spec.image === spec.image) continue
    container.spec = spec
    container.image = { canonical: readImageReference(spec.image ?? '').canonical, id: imageId(spec.image ?? '') }
    if (container.isInit || !isRunning(container.instance)) continue
    container.unhealthy = 'definition'
    isChanged = true
  }
  return isChanged
}
