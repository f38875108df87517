import { forbidden } from '../refuse.ts'
import type { Store } from '../store/store.ts'
import type { Attributes, Identity, Impersonation } from '../types/request.ts'
import { allows } from './rules.ts'

/**
 * The identity under which an impersonator acts.
 * @throws {ApiError} 403 unless the impersonator may take on the name and every group and uid that it asks for
 */
export const impersonated = (store: Store, real: Identity, { name, groups, uid }: Impersonation): Identity => {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name)
  const [, namespace, accountName = ''] = account ?? []
  const check = (attributes: Pick<Attributes, 'group' | 'resource' | 'namespace' | 'name' | 'subresource'>): void => {
    if (allows(store, real, { ...attributes, verb: 'impersonate' })) return
    const { group, resource, subresource } = attributes
    const what = subresource === undefined ? resource : `${resource}/${subresource}`
    const where =
      attributes.namespace === undefined ? 'at the cluster scope' : `in the namespace "${attributes.namespace}"`
    const why = `User "${real.name}" cannot impersonate resource "${what}" in API group "${group}" ${where}`
    throw forbidden({ group, plural: what }, attributes.name, why)
  }
  if (account === null) check({ group: '', resource: 'users', name })
  else check({ group: '', resource: 'serviceaccounts', namespace, name: accountName })
  for (const group of groups ?? []) check({ group: '', resource: 'groups', name: group })
  if (uid !== undefined) check({ group: 'authentication.k8s.io', resource: 'uids', name: uid })
  const own = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
  return {
    name,
    groups: [...new Set([...(groups ?? own), 'system:authenticated'])],
    ...(uid === undefined ? {} : { uid }),
    impersonatedBy: real.name,
  }
}
