/** A kind as command lines name it. */
interface ResourceKind {
  readonly kind: string
  readonly aliases: string
  readonly namespaced: boolean
}

const kind = (name: string, aliases: string): ResourceKind => ({ kind: name, aliases, namespaced: true })
const clusterKind = (name: string, aliases: string): ResourceKind => ({ kind: name, aliases, namespaced: false })

const KINDS: readonly ResourceKind[] = [
  kind('Pod', 'po pod pods'),
  kind('Deployment', 'deploy deployment deployments'),
  kind('ReplicaSet', 'rs replicaset replicasets'),
  kind('StatefulSet', 'sts statefulset statefulsets'),
  kind('DaemonSet', 'ds daemonset daemonsets'),
  kind('ReplicationController', 'rc replicationcontroller replicationcontrollers'),
  kind('Job', 'job jobs'),
  kind('CronJob', 'cj cronjob cronjobs'),
  kind('Service', 'svc service services'),
  kind('Endpoints', 'ep endpoints'),
  kind('EndpointSlice', 'endpointslice endpointslices'),
  kind('Ingress', 'ing ingress ingresses'),
  kind('NetworkPolicy', 'netpol networkpolicy networkpolicies'),
  kind('ConfigMap', 'cm configmap configmaps'),
  kind('Secret', 'secret secrets'),
  kind('ServiceAccount', 'sa serviceaccount serviceaccounts'),
  kind('PersistentVolumeClaim', 'pvc persistentvolumeclaim persistentvolumeclaims'),
  kind('HorizontalPodAutoscaler', 'hpa horizontalpodautoscaler horizontalpodautoscalers'),
  kind('PodDisruptionBudget', 'pdb poddisruptionbudget poddisruptionbudgets'),
  kind('ResourceQuota', 'quota resourcequota resourcequotas'),
  kind('LimitRange', 'limits limitrange limitranges'),
  kind('Event', 'ev event events'),
  kind('Lease', 'lease leases'),
  kind('ControllerRevision', 'controllerrevision controllerrevisions'),
  kind('Role', 'role roles'),
  kind('RoleBinding', 'rolebinding rolebindings'),
  clusterKind('ClusterRole', 'clusterrole clusterroles'),
  clusterKind('ClusterRoleBinding', 'clusterrolebinding clusterrolebindings'),
  clusterKind('Node', 'no node nodes'),
  clusterKind('Namespace', 'ns namespace namespaces'),
  clusterKind('PersistentVolume', 'pv persistentvolume persistentvolumes'),
  clusterKind('StorageClass', 'sc storageclass storageclasses'),
  clusterKind('PriorityClass', 'pc priorityclass priorityclasses'),
  clusterKind('CustomResourceDefinition', 'crd crds customresourcedefinition customresourcedefinitions'),
  clusterKind('CertificateSigningRequest', 'csr certificatesigningrequest certificatesigningrequests'),
  clusterKind('MutatingWebhookConfiguration', 'mutatingwebhookconfiguration mutatingwebhookconfigurations'),
  clusterKind('ValidatingWebhookConfiguration', 'validatingwebhookconfiguration validatingwebhookconfigurations'),
  ...['StressChaos', 'NetworkChaos', 'PodChaos', 'IOChaos', 'TimeChaos', 'DNSChaos', 'HTTPChaos', 'KernelChaos'].map(
    (name) => kind(name, name.toLowerCase()),
  ),
  ...['JVMChaos', 'BlockChaos', 'PhysicalMachineChaos', 'PodNetworkChaos', 'PodIOChaos', 'PodHttpChaos'].map((name) =>
    kind(name, name.toLowerCase()),
  ),
  kind('Schedule', 'schedule schedules'),
  kind('Workflow', 'workflow workflows'),
  kind('WorkflowNode', 'workflownode workflownodes'),
]

const BY_ALIAS = new Map(KINDS.flatMap((each) => each.aliases.split(' ').map((alias) => [alias, each] as const)))
const CLUSTER_KINDS = new Set(KINDS.filter((each) => !each.namespaced).map((each) => each.kind))

/**
 * The kind that a word of a command line means: `deploy`, `deployments.apps`, `Deployment.v1.apps` → `Deployment`.
 * A word that is not known keeps its own spelling: kinds are open.
 */
export const normaliseKind = (word: string): string => {
  const [plain = word] = word.toLowerCase().split('.')
  return BY_ALIAS.get(plain)?.kind ?? word
}

/** Kinds that `all` stands for. */
export const KINDS_OF_ALL: readonly string[] = [
  'Pod',
  'ReplicationController',
  'Service',
  'DaemonSet',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'HorizontalPodAutoscaler',
  'CronJob',
  'Job',
]

/** Whether objects of the kind belong to no namespace. */
export const isClusterScoped = (name: string): boolean => CLUSTER_KINDS.has(name)

/** Whether a word of a command line means objects of Chaos Mesh, whose API group is `chaos-mesh.org`. */
export const isChaosKind = (word: string): boolean =>
  /chaos/i.test(word) || ['Schedule', 'Workflow', 'WorkflowNode'].includes(normaliseKind(word))

/** Kinds that give or take permissions, or admit objects. */
export const isPrivilegeKind = (name: string): boolean =>
  /^(?:Cluster)?Role(?:Binding)?$|^ServiceAccount$|^CertificateSigningRequest$|WebhookConfiguration$|^CustomResourceDefinition$/.test(
    name,
  )
