import type { Pod, ResourceQuota } from 'kubernetes-types/core/v1.d.ts'
import { addQuantities, compareQuantities } from '../../quantity.ts'
import { forbidden } from '../../refuse.ts'
import { resources } from '../../resources.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../../types/admission.ts'
import type { KubeObject, Stored } from '../../types/object.ts'
import type { Amounts } from '../pod-requests.ts'
import { quotaAmounts, resourceOfKey, unspecified } from './quota-amounts.ts'
import { isInScope, quotaUsage } from './quota-usage.ts'

/** Refuses what would use more than a ResourceQuota of the namespace leaves. Source of the wording: k8s.io/apiserver, admission/plugin/resourcequota. */
export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate: (request, object) => {
    const { definition, operation, context, subresource } = request
    if (operation === 'delete' || subresource !== undefined || object.metadata.namespace === undefined) return
    const quotas = context.objects(resources.resourceQuotas, object.metadata.namespace)
    for (const quota of quotas as readonly Stored<ResourceQuota>[]) {
      const keys = Object.keys(quota.spec?.hard ?? {}).filter((key) => {
        const resource = resourceOfKey(key)
        return resource.group === definition.group && resource.plural === definition.plural
      })
      if (keys.length > 0 && isInScope(quota, object)) check(request, quota, object, keys.sort())
    }
  },
}

const check = (
  { definition, operation, context, old }: AdmissionRequest,
  quota: Stored<ResourceQuota>,
  object: KubeObject,
  keys: readonly string[],
): void => {
  const { name } = object.metadata
  if (operation === 'create' && object.kind === 'Pod') {
    const missing = unspecifiedAmounts(object as Stored<Pod>, keys)
    if (missing !== '')
      throw forbidden(definition, name, `failed quota: ${quota.metadata.name}: must specify ${missing}`)
  }
  const wanted = quotaAmounts(definition, object)
  const before = old === undefined ? {} : quotaAmounts(definition, old)
  const growing = keys.filter((key) => compareQuantities(wanted[key] ?? '0', before[key] ?? '0') > 0)
  if (growing.length === 0) return
  const used = quotaUsage(context, quota)
  const hard = quota.spec?.hard ?? {}
  const exceeded = growing.filter((key) => {
    const rest = addQuantities(hard[key] ?? '0', before[key] ?? '0')
    return compareQuantities(addQuantities(used[key] ?? '0', wanted[key] ?? '0'), rest) > 0
  })
  if (exceeded.length === 0) return
  const text = [
    `exceeded quota: ${quota.metadata.name}`,
    `requested: ${printed(wanted, exceeded)}`,
    `used: ${printed(used, exceeded)}`,
    `limited: ${printed(hard, exceeded)}`,
  ].join(', ')
  throw forbidden(definition, name, text)
}

const printed = (amounts: Amounts, keys: readonly string[]): string =>
  keys.map((key) => `${key}=${amounts[key] ?? '0'}`).join(',')

/** `requests.cpu for: app,sidecar; requests.memory for: app`, or nothing. */
const unspecifiedAmounts = ({ spec }: Stored<Pod>, keys: readonly string[]): string => {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]
  const missing = containers.map((container) => ({ name: container.name, keys: unspecified(container, keys) }))
  return keys
    .map((key) => [key, missing.filter((container) => container.keys.includes(key)).map(({ name }) => name)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([key, names]) => `${key} for: ${[...names].sort().join(',')}`)
    .join('; ')
}
