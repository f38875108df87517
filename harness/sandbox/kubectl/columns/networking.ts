import type { Endpoints, Service } from 'kubernetes-types/core/v1.d.ts'
import type { EndpointSlice } from 'kubernetes-types/discovery/v1.d.ts'
import type { Ingress, NetworkPolicy } from 'kubernetes-types/networking/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { ageColumn, column, labelText, nameColumn, orNone, wideColumn } from './column.ts'
import { selectorText } from './selector-text.ts'
import type { Column } from './types.ts'

export const serviceColumns: readonly Column[] = [
  nameColumn,
  column<Service>('TYPE', ({ spec }) => spec?.type ?? 'ClusterIP'),
  column<Service>('CLUSTER-IP', ({ spec }) => orNone(spec?.clusterIP)),
  column<Service>('EXTERNAL-IP', (service) => externalAddress(service)),
  column<Service>('PORT(S)', ({ spec }) =>
    orNone(
      (spec?.ports ?? [])
        .map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`)
        .join(','),
    ),
  ),
  ageColumn,
  wideColumn<Service>('SELECTOR', ({ spec }) => labelText(spec?.selector)),
]

const externalAddress = ({ spec, status }: Stored<Service>): string => {
  const own = spec?.externalIPs ?? []
  switch (spec?.type) {
    case 'ExternalName':
      return orNone(spec.externalName)
    case 'LoadBalancer': {
      const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '')
      return [...ingress, ...own].join(',') || '<pending>'
    }
    case 'ClusterIP':
    case 'NodePort':
    case undefined:
    default:
      return orNone(own.join(','))
  }
}

export const endpointsColumns: readonly Column[] = [
  nameColumn,
  column<Endpoints>('ENDPOINTS', (endpoints) => endpointsText(endpoints)),
  ageColumn,
]

/** `<none>` without subsets; empty when no address is ready; at most three, then a count. */
export const endpointsText = ({ subsets }: Stored<Endpoints>): string => {
  if (subsets === undefined || subsets.length === 0) return '<none>'
  const all = subsets.flatMap((subset) =>
    subset.ports === undefined || subset.ports.length === 0
      ? (subset.addresses ?? []).map(({ ip }) => ip)
      : subset.ports.flatMap(({ port }) => (subset.addresses ?? []).map(({ ip }) => `${ip}:${port}`)),
  )
  const shown = all.slice(0, 3).join(',')
  return all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown
}

export const endpointSliceColumns: readonly Column[] = [
  nameColumn,
  column<EndpointSlice>('ADDRESSTYPE', ({ addressType }) => addressType),
  column<EndpointSlice>('PORTS', ({ ports }) =>
    limited(
      (ports ?? []).map(({ port }) => String(port ?? '*')),
      '<unset>',
    ),
  ),
  column<EndpointSlice>('ENDPOINTS', ({ endpoints }) =>
    limited(
      endpoints.flatMap(({ addresses }) => addresses),
      '<unset>',
    ),
  ),
  ageColumn,
]

const limited = (items: readonly string[], empty: string): string => {
  if (items.length === 0) return empty
  const shown = items.slice(0, 3).join(',')
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown
}

export const ingressColumns: readonly Column[] = [
  nameColumn,
  column<Ingress>('CLASS', ({ spec }) => orNone(spec?.ingressClassName)),
  column<Ingress>('HOSTS', ({ spec }) => {
    const hosts = (spec?.rules ?? []).map(({ host }) => host ?? '').filter((host) => host !== '')
    return hosts.length === 0 ? '*' : limited(hosts, '*')
  }),
  column<Ingress>('ADDRESS', ({ status }) =>
    (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').join(','),
  ),
  column<Ingress>('PORTS', ({ spec }) => ((spec?.tls ?? []).length > 0 ? '80, 443' : '80')),
  ageColumn,
]

export const networkPolicyColumns: readonly Column[] = [
  nameColumn,
  column<NetworkPolicy>('POD-SELECTOR', ({ spec }) => selectorText(spec?.podSelector)),
  ageColumn,
]
