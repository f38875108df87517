import type { Pod, ResourceQuota, ScopedResourceSelectorRequirement } from 'kubernetes-types/core/v1.d.ts'
import { qosClass } from '../../kinds/pod.ts'
import type { DeepReadonly, KubeObject, Stored } from '../../types/object.ts'
import type { WriteContext } from '../../types/resource.ts'
import { type Amounts, added } from '../pod-requests.ts'
import { quotaAmounts, resourceOfKey } from './quota-amounts.ts'

/** What is used of every key that a quota limits, counted from the objects of its namespace. */
export const quotaUsage = (context: Pick<WriteContext, 'objects'>, quota: Stored<ResourceQuota>): Amounts => {
  const keys = Object.keys(quota.spec?.hard ?? {})
  const used: Record<string, string> = Object.fromEntries(keys.map((key) => [key, '0']))
  for (const key of keys) {
    const resource = resourceOfKey(key)
    for (const object of context.objects(resource, quota.metadata.namespace)) {
      const amount = isInScope(quota, object) ? quotaAmounts(resource, object)[key] : undefined
      if (amount !== undefined) used[key] = added({ sum: used[key] ?? '0' }, { sum: amount })['sum'] ?? '0'
    }
  }
  return used
}

/** Whether a quota counts an object: all of its scopes must fit. Scopes speak of pods only. */
export const isInScope = (quota: Stored<ResourceQuota>, object: KubeObject): boolean => {
  const requirements: readonly Requirement[] = [
    ...(quota.spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(quota.spec?.scopeSelector?.matchExpressions ?? []),
  ]
  if (requirements.length === 0) return true
  return object.kind === 'Pod' && requirements.every((requirement) => fits(requirement, object as Stored<Pod>))
}

type Requirement = Pick<DeepReadonly<ScopedResourceSelectorRequirement>, 'scopeName' | 'operator' | 'values'>

const fits = ({ scopeName, operator, values = [] }: Requirement, pod: Stored<Pod>): boolean => {
  switch (scopeName) {
    case 'Terminating':
      return pod.spec?.activeDeadlineSeconds !== undefined
    case 'NotTerminating':
      return pod.spec?.activeDeadlineSeconds === undefined
    case 'BestEffort':
      return qosClass(pod) === 'BestEffort'
    case 'NotBestEffort':
      return qosClass(pod) !== 'BestEffort'
    case 'PriorityClass':
      return hasClass(operator, values, pod.spec?.priorityClassName)
  }
  return false
}

const hasClass = (operator: string, values: readonly string[], name: string | undefined): boolean => {
  switch (operator) {
    case 'In':
      return name !== undefined && values.includes(name)
    case 'NotIn':
      return name === undefined || !values.includes(name)
    case 'DoesNotExist':
      return name === undefined
  }
  return name !== undefined
}
