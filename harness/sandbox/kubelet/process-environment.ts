import type { ImageBehaviour } from '../images/types.ts'
import type { PodRuntime } from './pod-runtime.ts'
import { KUBERNETES_VARIABLES, type ServiceVariables } from './service-variables.ts'

/** The whole environment of a container's processes: the image's, the pod's own, and the Services of its namespace. */
export const processEnvironment = (
  services: ServiceVariables,
  { pod }: PodRuntime,
  image: ImageBehaviour,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  // There may be a thousand: an object without a prototype is a table from the start, and not a class of its own after each key.
  const all = Object.assign(Object.create(null) as Record<string, string>, image.env, {
    HOSTNAME: pod.metadata.name,
    ...own,
  })
  const links =
    pod.spec?.enableServiceLinks === false ? KUBERNETES_VARIABLES : services.in(pod.metadata.namespace ?? '')
  for (const [name, value] of links) if (!(name in own)) all[name] = value
  all['HOME'] = own['HOME'] ?? '/root'
  return all
}
