import type { ResourceDefinition } from '../../api/types/resource.ts'
import { cronJobColumns, jobColumns } from './batch.ts'
import { eventColumns, namespaceColumns, nodeColumns } from './cluster.ts'
import { ageColumn, nameColumn } from './column.ts'
import {
  bindingColumns,
  configMapColumns,
  createdAtColumns,
  quotaColumns,
  secretColumns,
  serviceAccountColumns,
} from './config.ts'
import { customColumns } from './custom.ts'
import {
  endpointsColumns,
  endpointSliceColumns,
  ingressColumns,
  networkPolicyColumns,
  serviceColumns,
} from './networking.ts'
import { podColumns } from './pods.ts'
import {
  autoscalerColumns,
  disruptionBudgetColumns,
  leaseColumns,
  priorityClassColumns,
  webhookColumns,
} from './policy.ts'
import { claimColumns, storageClassColumns, volumeColumns } from './storage.ts'
import type { Column } from './types.ts'
import {
  controllerRevisionColumns,
  daemonSetColumns,
  deploymentColumns,
  replicaSetColumns,
  replicationControllerColumns,
  statefulSetColumns,
} from './workloads.ts'

/** The columns in which `kubectl get` shows a kind. */
export const columnsOf = (definition: ResourceDefinition): readonly Column[] => {
  const builtIn: Readonly<Record<string, readonly Column[]>> = BUILT_IN
  if (definition.custom) return customColumns(definition)
  return builtIn[definition.group === '' ? definition.plural : `${definition.plural}.${definition.group}`] ?? OTHER
}

const OTHER: readonly Column[] = [nameColumn, ageColumn]

const BUILT_IN = {
  configmaps: configMapColumns,
  endpoints: endpointsColumns,
  events: eventColumns,
  'events.events.k8s.io': eventColumns,
  limitranges: createdAtColumns,
  namespaces: namespaceColumns,
  nodes: nodeColumns,
  persistentvolumeclaims: claimColumns,
  persistentvolumes: volumeColumns,
  pods: podColumns,
  replicationcontrollers: replicationControllerColumns,
  resourcequotas: quotaColumns,
  secrets: secretColumns,
  serviceaccounts: serviceAccountColumns,
  services: serviceColumns,
  'controllerrevisions.apps': controllerRevisionColumns,
  'customresourcedefinitions.apiextensions.k8s.io': createdAtColumns,
  'daemonsets.apps': daemonSetColumns,
  'deployments.apps': deploymentColumns,
  'replicasets.apps': replicaSetColumns,
  'statefulsets.apps': statefulSetColumns,
  'horizontalpodautoscalers.autoscaling': autoscalerColumns,
  'cronjobs.batch': cronJobColumns,
  'jobs.batch': jobColumns,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': webhookColumns,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': webhookColumns,
  'leases.coordination.k8s.io': leaseColumns,
  'endpointslices.discovery.k8s.io': endpointSliceColumns,
  'ingresses.networking.k8s.io': ingressColumns,
  'networkpolicies.networking.k8s.io': networkPolicyColumns,
  'poddisruptionbudgets.policy': disruptionBudgetColumns,
  'clusterrolebindings.rbac.authorization.k8s.io': bindingColumns,
  'clusterroles.rbac.authorization.k8s.io': createdAtColumns,
  'rolebindings.rbac.authorization.k8s.io': bindingColumns,
  'roles.rbac.authorization.k8s.io': createdAtColumns,
  'priorityclasses.scheduling.k8s.io': priorityClassColumns,
  'storageclasses.storage.k8s.io': storageClassColumns,
} as const satisfies Readonly<Record<string, readonly Column[]>>
