import type { ContainerPort, Service, ServicePort } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { isFinished, isReady, type StoredPod } from '../base/pods.ts'

/** A pod behind a Service, with the ports that it serves it on. */
export interface Backend {
  readonly pod: StoredPod
  readonly address: string
  readonly ready: boolean
  readonly ports: readonly BackendPort[]
}

export interface BackendPort {
  readonly name: string
  readonly port: number
  readonly protocol: string
}

/** Those of the pods that a Service selects that have an address, ordered by name. */
export const backendsOf = (service: Stored<Service>, selected: Iterable<StoredPod>): readonly Backend[] => {
  const backends: Backend[] = []
  for (const pod of selected) {
    const address = pod.status?.podIP
    if (address === undefined || address === '' || isFinished(pod)) continue
    const ports = (service.spec?.ports ?? []).flatMap((port) => backendPort(port, pod))
    backends.push({ pod, address, ready: isReady(pod) || service.spec?.publishNotReadyAddresses === true, ports })
  }
  return backends.sort((a, b) => (a.pod.metadata.name < b.pod.metadata.name ? -1 : 1))
}

const backendPort = (port: DeepReadonly<ServicePort>, pod: StoredPod): BackendPort[] => {
  const { name = '', protocol = 'TCP', targetPort = port.port } = port
  const number = typeof targetPort === 'number' ? targetPort : namedPort(pod, targetPort, protocol)
  return number === undefined ? [] : [{ name, port: number, protocol }]
}

const namedPort = (pod: StoredPod, name: string, protocol: string): number | undefined =>
  (pod.spec?.containers ?? [])
    .flatMap((container): readonly DeepReadonly<ContainerPort>[] => container.ports ?? [])
    .find((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)?.containerPort
