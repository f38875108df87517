import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule as RoleRule,
  Role,
  RoleBinding,
  Subject,
} from 'kubernetes-types/rbac/v1.d.ts'
import { resources } from '../resources.ts'
import type { Store } from '../store/store.ts'
import type { PolicyRule } from '../types/api-client.ts'
import type { DeepReadonly, KubeObject, Stored } from '../types/object.ts'
import type { Attributes, Identity } from '../types/request.ts'

/** Whether RBAC lets somebody do something. Members of `system:masters` may do everything. */
export const allows = (store: Store, identity: Identity, attributes: Attributes): boolean => {
  if (identity.groups.includes('system:masters')) return true
  return rulesFor(store, identity, attributes.namespace).some((rule) => covers(rule, attributes))
}

/** The rules that bind an identity: those of the whole cluster first, then those of the namespace. */
export const rulesFor = (store: Store, identity: Identity, namespace: string | undefined): readonly PolicyRule[] => {
  const rules: PolicyRule[] = []
  for (const binding of typed<ClusterRoleBinding>(store.list(resources.clusterRoleBindings))) {
    if (binds(binding.subjects, identity, undefined)) rules.push(...clusterRoleRules(store, binding.roleRef.name))
  }
  if (namespace === undefined || namespace === '') return rules
  for (const binding of typed<RoleBinding>(store.list(resources.roleBindings, namespace))) {
    if (!binds(binding.subjects, identity, namespace)) continue
    const { kind, name } = binding.roleRef
    if (kind === 'ClusterRole') rules.push(...clusterRoleRules(store, name))
    else rules.push(...rulesOf(store.get(resources.roles, namespace, name) as Stored<Role> | undefined))
  }
  return rules
}

/** Whether a rule covers an action. Source of the matching: k8s.io/api/rbac/v1, documentation of PolicyRule. */
export const covers = (rule: PolicyRule, attributes: Attributes): boolean => {
  if (!includes(rule.verbs, attributes.verb)) return false
  if (attributes.path !== undefined) return rule.nonResourceURLs.some((url) => matchesPath(url, attributes.path ?? ''))
  const { subresource, resource } = attributes
  const wanted = subresource === undefined ? resource : `${resource}/${subresource}`
  const isResource =
    includes(rule.resources, wanted) || (subresource !== undefined && rule.resources.includes(`*/${subresource}`))
  if (!isResource || !includes(rule.apiGroups, attributes.group)) return false
  return rule.resourceNames.length === 0 || rule.resourceNames.includes(attributes.name ?? '')
}

const includes = (allowed: readonly string[], wanted: string): boolean =>
  allowed.includes('*') || allowed.includes(wanted)

const matchesPath = (pattern: string, path: string): boolean =>
  pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)))

const typed = <T>(objects: readonly KubeObject[]): readonly Stored<T>[] => objects as readonly Stored<T>[]

const clusterRoleRules = (store: Store, name: string): readonly PolicyRule[] =>
  rulesOf(store.get(resources.clusterRoles, undefined, name) as Stored<ClusterRole> | undefined)

const rulesOf = (
  role: { readonly rules?: readonly DeepReadonly<RoleRule>[] | null } | undefined,
): readonly PolicyRule[] =>
  (role?.rules ?? []).map((rule) => ({
    verbs: rule.verbs,
    apiGroups: rule.apiGroups ?? [],
    resources: rule.resources ?? [],
    resourceNames: rule.resourceNames ?? [],
    nonResourceURLs: rule.nonResourceURLs ?? [],
  }))

const binds = (
  subjects: readonly DeepReadonly<Subject>[] | undefined,
  identity: Identity,
  namespace: string | undefined,
): boolean =>
  (subjects ?? []).some((subject) => {
    switch (subject.kind) {
      case 'User':
        return subject.name === identity.name
      case 'Group':
        return identity.groups.includes(subject.name)
      case 'ServiceAccount':
        return identity.name === `system:serviceaccount:${subject.namespace ?? namespace ?? ''}:${subject.name}`
    }
    return false
  })
