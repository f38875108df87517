import type { Service } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../api/types/object.ts'
import type { Informers } from '../controllers/base/informers.ts'

/** The names that the resolver of a pod tries for a host, in order (`ndots:5` and the search list of the pod's namespace). */
export const candidateNames = (host: string, namespace: string): readonly string[] => {
  if (host.endsWith('.')) return [host.slice(0, -1)]
  const search = [`${namespace}.${DOMAIN}`, DOMAIN, 'cluster.local']
  const expanded = search.map((suffix) => `${host}.${suffix}`)
  return host.split('.').length > 5 ? [host, ...expanded] : [...expanded, host]
}

/** The Service behind a full name, if there is one. */
export const serviceOf = (informers: Informers, name: string): Stored<Service> | undefined => {
  if (!name.endsWith(`.${DOMAIN}`)) return undefined
  const [service, namespace, ...rest] = name.slice(0, -DOMAIN.length - 1).split('.')
  if (service === undefined || namespace === undefined || rest.length > 0) return undefined
  return informers.services.get(namespace, service)
}

/** The pod behind `POD.SERVICE.NAMESPACE.svc.cluster.local`: its name in a headless Service. */
export const memberOf = (informers: Informers, name: string): string | undefined => {
  if (!name.endsWith(`.${DOMAIN}`)) return undefined
  const [host, service, namespace, ...rest] = name.slice(0, -DOMAIN.length - 1).split('.')
  if (host === undefined || service === undefined || namespace === undefined || rest.length > 0) return undefined
  if (informers.services.get(namespace, service)?.spec?.clusterIP !== 'None') return undefined
  for (const { metadata, spec, status } of informers.pods.all()) {
    if (metadata.namespace !== namespace || spec?.subdomain !== service || spec.hostname !== host) continue
    const isReady = status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True')
    return isReady === true ? status?.podIP : undefined
  }
  return undefined
}

export const isAddress = (host: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)

const DOMAIN = 'svc.cluster.local'
