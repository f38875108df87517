import type { SchemaSource } from '../schema/load-schemas.ts'
import type { ResourceDefinition, ScalePaths } from '../types/resource.ts'
import { configMapStrategy, secretStrategy } from './config.ts'
import { customResourceDefinitionStrategy } from './custom-resource-definition.ts'
import { daemonSetStrategy } from './daemon-set.ts'
import { deploymentStrategy } from './deployment.ts'
import { endpointsStrategy, endpointSliceStrategy } from './endpoints.ts'
import { eventStrategy } from './event.ts'
import { cronJobStrategy } from './cron-job.ts'
import { jobStrategy } from './job.ts'
import { leaseStrategy } from './lease.ts'
import { limitRangeStrategy } from './limit-range.ts'
import { namespaceStrategy } from './namespace.ts'
import { nodeStrategy } from './node.ts'
import { podStrategy } from './pod.ts'
import { horizontalPodAutoscalerStrategy, networkPolicyStrategy, podDisruptionBudgetStrategy } from './policies.ts'
import { priorityClassStrategy } from './priority-class.ts'
import { bindingStrategy, roleStrategy } from './rbac.ts'
import { replicaSetStrategy } from './replica-set.ts'
import { definitionOf, type Row } from './row.ts'
import { serviceStrategy } from './service.ts'
import { statefulSetStrategy } from './stateful-set.ts'
import { persistentVolumeClaimStrategy, persistentVolumeStrategy } from './volumes.ts'
import { mutatingWebhookStrategy, validatingWebhookStrategy } from './webhooks.ts'

/** All built-in kinds. */
export const builtInDefinitions = (schemas: SchemaSource): readonly ResourceDefinition[] =>
  ROWS.map((row) => definitionOf(schemas, row))

const STATUS = { status: true } as const
const ALL = ['all'] as const
const REPLICAS: ScalePaths = {
  specReplicas: 'spec.replicas',
  statusReplicas: 'status.replicas',
  selector: 'spec.selector',
}
const SCALABLE = { status: true, scale: REPLICAS } as const
const RBAC = 'rbac.authorization.k8s.io/v1'
const NETWORKING = 'networking.k8s.io/v1'
const POD_SUBRESOURCES = ['log', 'exec', 'attach', 'portforward', 'eviction', 'binding', 'ephemeralcontainers'] as const

const ROWS: readonly Row[] = [
  { at: 'v1', kind: 'ConfigMap', plural: 'configmaps', short: ['cm'], strategy: configMapStrategy },
  { at: 'v1', kind: 'Endpoints', plural: 'endpoints', short: ['ep'], strategy: endpointsStrategy },
  { at: 'v1', kind: 'Event', plural: 'events', short: ['ev'], strategy: eventStrategy },
  { at: 'v1', kind: 'LimitRange', plural: 'limitranges', short: ['limits'], strategy: limitRangeStrategy },
  {
    at: 'v1',
    kind: 'Namespace',
    plural: 'namespaces',
    short: ['ns'],
    namespaced: false,
    subresources: { status: true, others: ['finalize'] },
    strategy: namespaceStrategy,
  },
  {
    at: 'v1',
    kind: 'Node',
    plural: 'nodes',
    short: ['no'],
    namespaced: false,
    subresources: { status: true, statusOnCreate: true, others: ['proxy'] },
    strategy: nodeStrategy,
  },
  {
    at: 'v1',
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
    short: ['pvc'],
    subresources: STATUS,
    strategy: persistentVolumeClaimStrategy,
  },
  {
    at: 'v1',
    kind: 'PersistentVolume',
    plural: 'persistentvolumes',
    short: ['pv'],
    namespaced: false,
    subresources: STATUS,
    strategy: persistentVolumeStrategy,
  },
  {
    at: 'v1',
    kind: 'Pod',
    plural: 'pods',
    short: ['po'],
    categories: ALL,
    subresources: { status: true, others: POD_SUBRESOURCES },
    strategy: podStrategy,
  },
  {
    at: 'v1',
    kind: 'ReplicationController',
    plural: 'replicationcontrollers',
    short: ['rc'],
    categories: ALL,
    subresources: SCALABLE,
    generations: true,
  },
  { at: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas', short: ['quota'], subresources: STATUS },
  { at: 'v1', kind: 'Secret', plural: 'secrets', strategy: secretStrategy },
  { at: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', short: ['sa'], subresources: { others: ['token'] } },
  {
    at: 'v1',
    kind: 'Service',
    plural: 'services',
    short: ['svc'],
    categories: ALL,
    subresources: { status: true, others: ['proxy'] },
    strategy: serviceStrategy,
  },
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
  { at: 'apps/v1', kind: 'ControllerRevision', plural: 'controllerrevisions' },
  {
    at: 'apps/v1',
    kind: 'DaemonSet',
    plural: 'daemonsets',
    short: ['ds'],
    categories: ALL,
    subresources: STATUS,
    generations: true,
    strategy: daemonSetStrategy,
  },
  {
    at: 'apps/v1',
    kind: 'Deployment',
    plural: 'deployments',
    short: ['deploy'],
    categories: ALL,
    subresources: SCALABLE,
    generations: true,
    strategy: deploymentStrategy,
  },
  {
    at: 'apps/v1',
    kind: 'ReplicaSet',
    plural: 'replicasets',
    short: ['rs'],
    categories: ALL,
    subresources: SCALABLE,
    generations: true,
    strategy: replicaSetStrategy,
  },
  {
    at: 'apps/v1',
    kind: 'StatefulSet',
    plural: 'statefulsets',
    short: ['sts'],
    categories: ALL,
    subresources: SCALABLE,
    generations: true,
    strategy: statefulSetStrategy,
  },
  {
    at: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    plural: 'horizontalpodautoscalers',
    short: ['hpa'],
    categories: ALL,
    subresources: STATUS,
    strategy: horizontalPodAutoscalerStrategy,
  },
  {
    at: 'batch/v1',
    kind: 'CronJob',
    plural: 'cronjobs',
    short: ['cj'],
    categories: ALL,
    subresources: STATUS,
    generations: true,
    strategy: cronJobStrategy,
  },
  {
    at: 'batch/v1',
    kind: 'Job',
    plural: 'jobs',
    categories: ALL,
    subresources: STATUS,
    generations: true,
    strategy: jobStrategy,
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
  {
    at: 'policy/v1',
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    short: ['pdb'],
    subresources: STATUS,
    generations: true,
    strategy: podDisruptionBudgetStrategy,
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
