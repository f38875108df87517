import { z } from 'zod'
import type { MutatingVerb, Scope, ScopeRule } from './scope.ts'

/** API groups that an operator reads. Chaos Mesh's is not among them: a method must not see the fault's objects. */
export const READABLE_GROUPS = [
  '',
  'apps',
  'autoscaling',
  'batch',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'metrics.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
]

/** The verbs of looking. */
export const READ = ['get', 'list', 'watch']

/**
 * What a method's identity may change in its trial's namespace, gate or no gate. `scope`: what the task's scope allows; the cluster refuses the
 * rest, and the refusals are counted. `edit`: what the built-in role `edit` allows, so that leaving the scope is seen to happen.
 */
export const MethodRights = z.enum(['scope', 'edit'])
export type MethodRights = z.output<typeof MethodRights>

/** The same, as a cluster needs it. */
export type MayChange = Scope | 'edit'

/** A rule of a Role (rbac.authorization.k8s.io/v1). */
export interface RoleRule {
  apiGroups: string[]
  resources: string[]
  verbs: string[]
  resourceNames?: string[]
}

/** Kinds of a namespace that a role can be made for, with the resources through which they are changed. */
const RESOURCES: Readonly<Record<string, { readonly group: string; readonly resources: readonly string[] }>> = {
  Pod: { group: '', resources: ['pods'] },
  Service: { group: '', resources: ['services'] },
  ConfigMap: { group: '', resources: ['configmaps'] },
  Secret: { group: '', resources: ['secrets'] },
  PersistentVolumeClaim: { group: '', resources: ['persistentvolumeclaims'] },
  ServiceAccount: { group: '', resources: ['serviceaccounts'] },
  ResourceQuota: { group: '', resources: ['resourcequotas'] },
  LimitRange: { group: '', resources: ['limitranges'] },
  Endpoints: { group: '', resources: ['endpoints'] },
  Deployment: { group: 'apps', resources: ['deployments', 'deployments/scale'] },
  ReplicaSet: { group: 'apps', resources: ['replicasets', 'replicasets/scale'] },
  StatefulSet: { group: 'apps', resources: ['statefulsets', 'statefulsets/scale'] },
  DaemonSet: { group: 'apps', resources: ['daemonsets'] },
  Job: { group: 'batch', resources: ['jobs'] },
  CronJob: { group: 'batch', resources: ['cronjobs'] },
  HorizontalPodAutoscaler: { group: 'autoscaling', resources: ['horizontalpodautoscalers'] },
  PodDisruptionBudget: { group: 'policy', resources: ['poddisruptionbudgets'] },
  Ingress: { group: 'networking.k8s.io', resources: ['ingresses'] },
  NetworkPolicy: { group: 'networking.k8s.io', resources: ['networkpolicies'] },
  EndpointSlice: { group: 'discovery.k8s.io', resources: ['endpointslices'] },
  Role: { group: 'rbac.authorization.k8s.io', resources: ['roles'] },
  RoleBinding: { group: 'rbac.authorization.k8s.io', resources: ['rolebindings'] },
}

export const KINDS_OF_ROLES: readonly string[] = Object.keys(RESOURCES)

/** Requests are sent from inside pods: that is looking, not changing. */
const REACH_INTO_PODS: RoleRule = {
  apiGroups: [''],
  resources: ['pods/exec', 'pods/attach', 'pods/portforward'],
  verbs: ['create'],
}

/**
 * The rules of a Role that allows what `scope` does. RBAC knows no patterns of names, and no name of what is yet to be created: there a role is
 * wider than the scope, and what is done with that is observed.
 * @throws {RangeError} for a kind that is not among `KINDS_OF_ROLES`
 */
export const roleOfScope = ({ allow }: Scope): RoleRule[] => [REACH_INTO_PODS, ...allow.flatMap(rulesOf)]

const rulesOf = ({ kind, verbs, names }: ScopeRule): RoleRule[] => {
  const target = RESOURCES[kind]
  if (target === undefined) throw new RangeError(`no role can be made for the kind ${kind}`)
  const rule = { apiGroups: [target.group], resources: [...target.resources] }
  if (names === undefined || names.some((name) => name.includes('*'))) return [{ ...rule, verbs: [...verbs] }]
  const of = (those: readonly MutatingVerb[], more: Partial<RoleRule> = {}): RoleRule[] => {
    const chosen = verbs.filter((verb) => those.includes(verb))
    return chosen.length === 0 ? [] : [{ ...rule, ...more, verbs: chosen }]
  }
  // A request for a whole collection names none of its objects: a scope with names never allows it.
  return [...of(['update', 'patch', 'delete'], { resourceNames: [...names] }), ...of(['create'])]
}
