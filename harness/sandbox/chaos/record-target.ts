import type { Control } from '../controllers/base/control.ts'
import type { ContainerRuntime } from '../kubelet/container-runtime.ts'
import { type Instance, isRunning } from '../kubelet/instance.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { containerOf, type PodRuntime } from '../kubelet/pod-runtime.ts'

interface Dependencies {
  readonly informers: Control['informers']
  readonly kubelets: Kubelets
}

interface Failure {
  readonly failure: string
}

/** What the id of a record names; `container` is empty where the record is of a whole pod. */
export const namesOf = (id: string) => {
  const [namespace = '', pod = '', container = ''] = id.split('/')
  return { namespace, pod, container }
}

export const noSuchPod = (id: string): Failure => ({ failure: `pods "${namesOf(id).pod}" not found` })

/** The pod that a record names, on its node; `undefined` where it has gone, or has not come yet. */
export const runtimeOf = ({ informers, kubelets }: Dependencies, id: string): PodRuntime | undefined => {
  const { namespace, pod } = namesOf(id)
  const stored = informers.pods.get(namespace, pod)
  return stored === undefined ? undefined : kubelets.podOf(stored.metadata.uid)
}

/** The container that a record names, as it runs. */
export const runningContainerOf = (
  dependencies: Dependencies,
  id: string,
): { readonly runtime: PodRuntime; readonly container: ContainerRuntime; readonly instance: Instance } | Failure => {
  const names = namesOf(id)
  const runtime = runtimeOf(dependencies, id)
  const container = runtime === undefined ? undefined : containerOf(runtime, names.container)
  if (runtime !== undefined && container !== undefined && isRunning(container.instance))
    return { runtime, container, instance: container.instance }
  return {
    failure: `rpc error: code = Unknown desc = container ${names.container} of pod ${names.namespace}/${names.pod} is not running`,
  }
}
