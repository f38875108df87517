import type { Pod, ResourceQuota } from 'kubernetes-types/core/v1.d.ts'
import { quotaAmounts, resourceOfKey } from '../admission/quota/quota-amounts.ts'
import { quotaUsage } from '../admission/quota/quota-usage.ts'
import { controllerIdentity } from '../identities.ts'
import { jsonEqual } from '../merge/json.ts'
import { resources } from '../resources.ts'
import type { Commit, Store } from '../store/store.ts'
import type { ApiServer } from '../types/api-server.ts'
import type { Stored } from '../types/object.ts'

/** Keeps `status` of every ResourceQuota at what its namespace uses, right after whatever changes it. */
export const startQuotaAccounts = (dependencies: {
  readonly store: Store
  readonly server: Pick<ApiServer, 'as'>
  readonly schedule: (delayMs: number, event: () => void) => unknown
}): void => {
  const { store, server, schedule } = dependencies
  const client = server.as({ user: controllerIdentity('resourcequota-controller') })
  const planned = new Set<string>()

  const settle = (namespace: string): void => {
    planned.delete(namespace)
    for (const quota of store.list(resources.resourceQuotas, namespace) as readonly Stored<ResourceQuota>[]) {
      const hard = quota.spec?.hard ?? {}
      const status = { hard, used: quotaUsage({ objects: store.list }, quota) }
      if (jsonEqual(status, { hard: quota.status?.hard ?? {}, used: quota.status?.used ?? {} })) continue
      const { name } = quota.metadata
      client.update({ resource: resources.resourceQuotas, namespace, name }, { ...quota, status }, 'status')
    }
  }

  store.observe((commit) => {
    const { namespace } = commit.object.metadata
    if (namespace === undefined || planned.has(namespace) || !isOfInterest(store, commit, namespace)) return
    planned.add(namespace)
    schedule(0, () => settle(namespace))
  })
}

const isOfInterest = (store: Store, { definition, type, object, old }: Commit, namespace: string): boolean => {
  if (definition.group === '' && definition.plural === 'resourcequotas') return type !== 'DELETED'
  const quotas = store.list(resources.resourceQuotas, namespace) as readonly Stored<ResourceQuota>[]
  if (quotas.length === 0) return false
  const isCounted = quotas.some((quota) =>
    Object.keys(quota.spec?.hard ?? {}).some((key) => {
      const resource = resourceOfKey(key)
      return resource.group === definition.group && resource.plural === definition.plural
    }),
  )
  if (!isCounted || type !== 'MODIFIED' || old === undefined) return isCounted
  if (object.kind === 'Pod') return (object as Stored<Pod>).status?.phase !== (old as Stored<Pod>).status?.phase
  return !jsonEqual(quotaAmounts(definition, object), quotaAmounts(definition, old))
}
