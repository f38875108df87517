import type { Container, PersistentVolumeClaim, Pod, Service } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../resources.ts'
import type { DeepReadonly, KubeObject, Stored } from '../../types/object.ts'
import type { Resource } from '../../types/resource.ts'
import { type Amounts, podAmounts } from '../pod-requests.ts'

/** The kind of objects that a key of a quota counts, such as pods for `requests.cpu`. */
export const resourceOfKey = (key: string): Resource => {
  if (key.startsWith('count/')) {
    const [plural = '', ...group] = key.slice('count/'.length).split('.')
    return { group: group.join('.'), plural }
  }
  if (key === 'persistentvolumeclaims' || key === 'requests.storage' || key.includes('.storageclass.storage.k8s.io/')) {
    return resources.persistentVolumeClaims
  }
  if (key === 'services' || key.startsWith('services.')) return resources.services
  return COUNTED.includes(key) ? { group: '', plural: key } : resources.pods
}

/** What one object uses of a quota's keys. Finished pods use nothing but their count. */
export const quotaAmounts = (resource: Resource, object: KubeObject): Amounts => {
  const suffix = resource.group === '' ? '' : `.${resource.group}`
  const count = { [`count/${resource.plural}${suffix}`]: '1' }
  if (resource.group !== '') return count
  switch (resource.plural) {
    case 'pods':
      return { ...count, ...podUse(object) }
    case 'persistentvolumeclaims':
      return { ...count, ...claimUse(object) }
    case 'services':
      return { ...count, ...serviceUse(object) }
  }
  return COUNTED.includes(resource.plural) ? { ...count, [resource.plural]: '1' } : count
}

/** Keys of CPU and memory that a container leaves open although a quota limits them. */
export const unspecified = (container: DeepReadonly<Container>, keys: readonly string[]): readonly string[] => {
  const given = prefixed(container.resources?.requests ?? {}, container.resources?.limits ?? {})
  return keys.filter((key) => COMPUTE.includes(key) && given[key] === undefined)
}

const COUNTED: readonly string[] = ['configmaps', 'secrets', 'replicationcontrollers', 'resourcequotas']
const COMPUTE: readonly string[] = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']

const podUse = (pod: Stored<Pod>): Amounts => {
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return {}
  return { pods: '1', ...prefixed(podAmounts(pod.spec, 'requests'), podAmounts(pod.spec, 'limits')) }
}

const prefixed = (requests: Amounts, limits: Amounts): Amounts => {
  const result: Record<string, string> = {}
  for (const [name, amount] of Object.entries(requests)) {
    result[`requests.${name}`] = amount
    if (['cpu', 'memory', 'ephemeral-storage'].includes(name)) result[name] = amount
  }
  for (const [name, amount] of Object.entries(limits)) result[`limits.${name}`] = amount
  return result
}

const claimUse = ({ spec }: Stored<PersistentVolumeClaim>): Amounts => {
  const storage = spec?.resources?.requests?.['storage']
  const prefix =
    spec?.storageClassName === undefined ? undefined : `${spec.storageClassName}.storageclass.storage.k8s.io`
  return {
    persistentvolumeclaims: '1',
    ...(prefix === undefined ? {} : { [`${prefix}/persistentvolumeclaims`]: '1' }),
    ...(storage === undefined ? {} : { 'requests.storage': storage }),
    ...(storage === undefined || prefix === undefined ? {} : { [`${prefix}/requests.storage`]: storage }),
  }
}

const serviceUse = ({ spec }: Stored<Service>): Amounts => {
  const ports = `${(spec?.ports ?? []).length}`
  if (spec?.type === 'NodePort') return { services: '1', 'services.nodeports': ports }
  if (spec?.type !== 'LoadBalancer') return { services: '1' }
  return { services: '1', 'services.loadbalancers': '1', 'services.nodeports': ports }
}
