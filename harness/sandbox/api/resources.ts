import type * as apiextensions from 'kubernetes-types/apiextensions/v1.d.ts'
import type * as apps from 'kubernetes-types/apps/v1.d.ts'
import type * as autoscaling from 'kubernetes-types/autoscaling/v2.d.ts'
import type * as batch from 'kubernetes-types/batch/v1.d.ts'
import type * as coordination from 'kubernetes-types/coordination/v1.d.ts'
import type * as core from 'kubernetes-types/core/v1.d.ts'
import type * as discovery from 'kubernetes-types/discovery/v1.d.ts'
import type * as networking from 'kubernetes-types/networking/v1.d.ts'
import type * as policy from 'kubernetes-types/policy/v1.d.ts'
import type * as rbac from 'kubernetes-types/rbac/v1.d.ts'
import type * as scheduling from 'kubernetes-types/scheduling/v1.d.ts'
import type * as storage from 'kubernetes-types/storage/v1.d.ts'
import type { Resource } from './types/resource.ts'

/** Typed names of built-in resources: `client.get({ resource: resources.pods, namespace, name })` is a `Stored<Pod>`. */
export const resources = {
  configMaps: named<core.ConfigMap>('', 'configmaps'),
  endpoints: named<core.Endpoints>('', 'endpoints'),
  events: named<core.Event>('', 'events'),
  limitRanges: named<core.LimitRange>('', 'limitranges'),
  namespaces: named<core.Namespace>('', 'namespaces'),
  nodes: named<core.Node>('', 'nodes'),
  persistentVolumeClaims: named<core.PersistentVolumeClaim>('', 'persistentvolumeclaims'),
  persistentVolumes: named<core.PersistentVolume>('', 'persistentvolumes'),
  pods: named<core.Pod>('', 'pods'),
  resourceQuotas: named<core.ResourceQuota>('', 'resourcequotas'),
  secrets: named<core.Secret>('', 'secrets'),
  serviceAccounts: named<core.ServiceAccount>('', 'serviceaccounts'),
  services: named<core.Service>('', 'services'),
  controllerRevisions: named<apps.ControllerRevision>('apps', 'controllerrevisions'),
  customResourceDefinitions: named<apiextensions.CustomResourceDefinition>(
    'apiextensions.k8s.io',
    'customresourcedefinitions',
  ),
  daemonSets: named<apps.DaemonSet>('apps', 'daemonsets'),
  deployments: named<apps.Deployment>('apps', 'deployments'),
  replicaSets: named<apps.ReplicaSet>('apps', 'replicasets'),
  statefulSets: named<apps.StatefulSet>('apps', 'statefulsets'),
  horizontalPodAutoscalers: named<autoscaling.HorizontalPodAutoscaler>('autoscaling', 'horizontalpodautoscalers'),
  cronJobs: named<batch.CronJob>('batch', 'cronjobs'),
  jobs: named<batch.Job>('batch', 'jobs'),
  leases: named<coordination.Lease>('coordination.k8s.io', 'leases'),
  endpointSlices: named<discovery.EndpointSlice>('discovery.k8s.io', 'endpointslices'),
  ingresses: named<networking.Ingress>('networking.k8s.io', 'ingresses'),
  networkPolicies: named<networking.NetworkPolicy>('networking.k8s.io', 'networkpolicies'),
  podDisruptionBudgets: named<policy.PodDisruptionBudget>('policy', 'poddisruptionbudgets'),
  clusterRoleBindings: named<rbac.ClusterRoleBinding>('rbac.authorization.k8s.io', 'clusterrolebindings'),
  clusterRoles: named<rbac.ClusterRole>('rbac.authorization.k8s.io', 'clusterroles'),
  roleBindings: named<rbac.RoleBinding>('rbac.authorization.k8s.io', 'rolebindings'),
  priorityClasses: named<scheduling.PriorityClass>('scheduling.k8s.io', 'priorityclasses'),
  storageClasses: named<storage.StorageClass>('storage.k8s.io', 'storageclasses'),
  roles: named<rbac.Role>('rbac.authorization.k8s.io', 'roles'),
} as const

function named<T>(group: string, plural: string): Resource<T> {
  return { group, plural }
}
