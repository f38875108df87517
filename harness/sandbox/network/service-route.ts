import type { Endpoints, EndpointSubset, Service } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../api/types/object.ts'
import type { Informer } from '../controllers/base/informer.ts'
import type { Rng } from '../../ports/rng.ts'

export interface Backend {
  readonly address: string
  readonly port: number
}

export interface RouteDependencies {
  readonly endpoints: Informer<Endpoints>
  readonly rng: Rng
  /** Whether an address is on the caller's node. */
  readonly isLocal: (address: string) => boolean
}

/**
 * Where a connection to a Service goes: a ready endpoint, drawn as kube-proxy's rules do; `undefined` is a rejection. A Service whose
 * internal traffic policy is Local leads to the caller's node only; packets are dropped where the ready endpoints are on others.
 */
export const routeService = (
  { endpoints, rng, isLocal }: RouteDependencies,
  service: Stored<Service>,
  port: number,
): Backend | 'dropped' | undefined => {
  const servicePort = service.spec?.ports?.find((candidate) => candidate.port === port)
  if (servicePort === undefined) return undefined
  const backends = readyBackends(endpoints, service, servicePort.name ?? '')
  if (backends.length === 0) return undefined
  if (service.spec?.internalTrafficPolicy !== 'Local') return rng.pick(backends)
  const near = backends.filter(({ address }) => isLocal(address))
  return near.length === 0 ? 'dropped' : rng.pick(near)
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
