import type { Service, ServicePort } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../api/types/object.ts'
import type { Informers } from '../controllers/base/informers.ts'

/** Names and values, each name once. */
type Variables = readonly (readonly [string, string])[]

/** `CART_SERVICE_HOST` and the like, which containers get as the Services stand when they are started. */
export interface ServiceVariables {
  readonly in: (namespace: string) => Variables
}

/** Writes the variables of a namespace once for all containers that start while its Services stay as they are. */
export const createServiceVariables = ({ services }: Pick<Informers, 'services'>): ServiceVariables => {
  const known = new Map<string, Variables>()
  services.onChange(({ object }) => known.delete(object.metadata.namespace ?? ''))
  return {
    in: (namespace) => {
      const cached = known.get(namespace)
      if (cached !== undefined) return cached
      const variables = variablesOf(services.inNamespace(namespace))
      known.set(namespace, variables)
      return variables
    },
  }
}

const variablesOf = (services: Iterable<Stored<Service>>): Variables => {
  const variables = new Map(KUBERNETES_VARIABLES)
  for (const { metadata, spec } of services) {
    if (spec?.clusterIP === undefined || spec.clusterIP === 'None') continue
    for (const [name, value] of link(metadata.name, spec.clusterIP, spec.ports ?? [])) variables.set(name, value)
  }
  return [...variables]
}

const link = (
  service: string,
  ip: string,
  ports: readonly Pick<DeepReadonly<ServicePort>, 'name' | 'port'>[],
): [string, string][] => {
  const [first] = ports
  if (first === undefined) return []
  const title = upper(service)
  return [
    [`${title}_SERVICE_HOST`, ip],
    [`${title}_SERVICE_PORT`, String(first.port)],
    ...ports.flatMap(({ name, port }, index): [string, string][] => {
      const stem = `${title}_PORT_${port}_TCP`
      return [
        ...(name === undefined
          ? []
          : [[`${title}_SERVICE_PORT_${upper(name)}`, String(port)] satisfies [string, string]]),
        ...(index > 0 ? [] : [[`${title}_PORT`, `tcp://${ip}:${port}`] satisfies [string, string]]),
        [stem, `tcp://${ip}:${port}`],
        [`${stem}_PROTO`, 'tcp'],
        [`${stem}_PORT`, String(port)],
        [`${stem}_ADDR`, ip],
      ]
    }),
  ]
}

const upper = (name: string): string => name.toUpperCase().replaceAll('-', '_')

/** The API server's own, which every container gets. */
export const KUBERNETES_VARIABLES: Variables = link('kubernetes', '10.96.0.1', [{ name: 'https', port: 443 }])
