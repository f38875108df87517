import type { Endpoints, EndpointSubset, Service } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../api/types/object.ts'
import type { Informer } from '../controllers/base/informer.ts'
import type { Rng } from '../../ports/rng.ts'

export interface Backend {
  readonly address: string
  readonly port: number
}

/** Where a connection to a Service goes: a ready endpoint, drawn as kube-proxy's rules do; `undefined` is a rejection. */
export const routeService = (
  endpoints: Informer<Endpoints>,
  service: Stored<Service>,
  port: number,
  rng: Rng,
): Backend | undefined => {
  const servicePort = service.spec?.ports?.find((candidate) => candidate.port === port)
  if (servicePort === undefined) return undefined
  const backends = readyBackends(endpoints, service, servicePort.name ?? '')
  return backends.length === 0 ? undefined : rng.pick(backends)
}

/** Ready endpoints of one port of a Service. */
export const readyBackends = (
  endpoints: Informer<Endpoints>,
  { metadata }: Stored<Service>,
  portName: string,
): readonly Backend[] => {
  const { subsets = [] } = endpoints.get(metadata.namespace, metadata.name) ?? {}
  return subsets.flatMap((subset: DeepReadonly<EndpointSubset>) => {
    const port = (subset.ports ?? []).find((candidate) => (candidate.name ?? '') === portName)
    return port === undefined ? [] : (subset.addresses ?? []).map(({ ip }) => ({ address: ip, port: port.port }))
  })
}
