import { customResourceDefinitionStrategy } from './custom-resource-definition.ts'
import { endpointSliceStrategy } from './endpoints.ts'
import { leaseStrategy } from './lease.ts'
import { networkPolicyStrategy } from './policies.ts'
import { priorityClassStrategy } from './priority-class.ts'
import { bindingStrategy, roleStrategy } from './rbac.ts'
import { mutatingWebhookStrategy, validatingWebhookStrategy } from './webhooks.ts'
import type { Row } from './row.ts'
import { STATUS } from './served-parts.ts'

/** What says who may do what and how things reach each other: roles, webhooks, networks, storage, custom kinds. */
export const policyKinds = (): readonly Row[] => [
  {
    at: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    plural: 'mutatingwebhookconfigurations',
    namespaced: false,
    generations: true,
    strategy: mutatingWebhookStrategy,
  },
  {
    at: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    plural: 'validatingwebhookconfigurations',
    namespaced: false,
    generations: true,
    strategy: validatingWebhookStrategy,
  },
  {
    at: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    short: ['crd', 'crds'],
    categories: ['api-extensions'],
    namespaced: false,
    subresources: STATUS,
    generations: true,
    strategy: customResourceDefinitionStrategy,
  },
  { at: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases', strategy: leaseStrategy },
  {
    at: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    plural: 'endpointslices',
    generations: true,
    strategy: endpointSliceStrategy,
  },
  {
    at: NETWORKING,
    kind: 'IngressClass',
    plural: 'ingressclasses',
    namespaced: false,
    generations: true,
  },
  {
    at: NETWORKING,
    kind: 'Ingress',
    plural: 'ingresses',
    short: ['ing'],
    subresources: STATUS,
    generations: true,
  },
  {
    at: NETWORKING,
    kind: 'NetworkPolicy',
    plural: 'networkpolicies',
    short: ['netpol'],
    generations: true,
    strategy: networkPolicyStrategy,
  },
  { at: RBAC, kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', namespaced: false, strategy: bindingStrategy },
  { at: RBAC, kind: 'ClusterRole', plural: 'clusterroles', namespaced: false, strategy: roleStrategy },
  { at: RBAC, kind: 'RoleBinding', plural: 'rolebindings', strategy: bindingStrategy },
  { at: RBAC, kind: 'Role', plural: 'roles', strategy: roleStrategy },
  {
    at: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    plural: 'priorityclasses',
    short: ['pc'],
    namespaced: false,
    generations: true,
    strategy: priorityClassStrategy,
  },
  { at: 'storage.k8s.io/v1', kind: 'StorageClass', plural: 'storageclasses', short: ['sc'], namespaced: false },
]

const RBAC = 'rbac.authorization.k8s.io/v1'
const NETWORKING = 'networking.k8s.io/v1'
