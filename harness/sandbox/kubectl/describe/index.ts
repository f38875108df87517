import type { ResourceDefinition } from '../../api/types/resource.ts'
import {
  describeBinding,
  describeConfigMap,
  describeQuota,
  describeRole,
  describeSecret,
  describeServiceAccount,
} from './config.ts'
import { describeGeneric } from './generic.ts'
import { describeLimitRange } from './limit-range.ts'
import { describeNamespace } from './namespace.ts'
import { describeEndpoints, describeService } from './networking.ts'
import { describeNode } from './node.ts'
import { describePod } from './pod.ts'
import { describePriorityClass, describeStorageClass } from './classes.ts'
import { describeEndpointSlice } from './endpoint-slices.ts'
import { describeAutoscaler } from './hpa.ts'
import { describeIngress } from './ingress.ts'
import { describeCronJob, describeJob } from './job.ts'
import { describeNetworkPolicy } from './network-policy.ts'
import { describeDisruptionBudget } from './policy.ts'
import { describeClaim, describeVolume } from './storage.ts'
import type { AnyDescriber, Describer } from './types.ts'
import { describeDaemonSet, describeDeployment, describeReplicaSet, describeStatefulSet } from './workloads.ts'

export interface DescriberEntry {
  readonly describe: AnyDescriber
  /** Some kinds are described without a table of events. */
  readonly hasEvents: boolean
}

/** How a kind is described. */
export const describerOf = (definition: ResourceDefinition): DescriberEntry => {
  const table: Readonly<Record<string, DescriberEntry>> = DESCRIBERS
  const key = definition.group === '' ? definition.plural : `${definition.plural}.${definition.group}`
  return table[key] ?? { describe: describeGeneric, hasEvents: true }
}

/** The table's key states the kind, so the objects that reach a describer are of its type. */
const entry = <T>(describe: Describer<T>, hasEvents = true): DescriberEntry => ({
  describe: describe as unknown as AnyDescriber,
  hasEvents,
})

const DESCRIBERS = {
  configmaps: entry(describeConfigMap),
  endpoints: entry(describeEndpoints),
  limitranges: entry(describeLimitRange, false),
  namespaces: entry(describeNamespace, false),
  nodes: entry(describeNode),
  persistentvolumeclaims: entry(describeClaim),
  persistentvolumes: entry(describeVolume),
  pods: entry(describePod),
  resourcequotas: entry(describeQuota, false),
  secrets: entry(describeSecret, false),
  serviceaccounts: entry(describeServiceAccount),
  services: entry(describeService),
  'daemonsets.apps': entry(describeDaemonSet),
  'deployments.apps': entry(describeDeployment),
  'replicasets.apps': entry(describeReplicaSet),
  'statefulsets.apps': entry(describeStatefulSet),
  'cronjobs.batch': entry(describeCronJob),
  'endpointslices.discovery.k8s.io': entry(describeEndpointSlice),
  'ingresses.networking.k8s.io': entry(describeIngress),
  'jobs.batch': entry(describeJob),
  'networkpolicies.networking.k8s.io': entry(describeNetworkPolicy, false),
  'storageclasses.storage.k8s.io': entry(describeStorageClass),
  'horizontalpodautoscalers.autoscaling': entry(describeAutoscaler),
  'poddisruptionbudgets.policy': entry(describeDisruptionBudget),
  'priorityclasses.scheduling.k8s.io': entry(describePriorityClass),
  'clusterrolebindings.rbac.authorization.k8s.io': entry(describeBinding, false),
  'clusterroles.rbac.authorization.k8s.io': entry(describeRole, false),
  'rolebindings.rbac.authorization.k8s.io': entry(describeBinding, false),
  'roles.rbac.authorization.k8s.io': entry(describeRole, false),
} as const satisfies Readonly<Record<string, DescriberEntry>>
