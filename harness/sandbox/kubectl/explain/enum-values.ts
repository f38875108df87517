/** What may stand in a field, each value with its meaning where it has one. */
export type EnumValues = readonly (readonly [value: string, meaning?: string])[]

/** The values of fields that take one of a few, by `type.field`. The package with the texts leaves them out. */
export const enumValues = (type: string, field: string): EnumValues | undefined => VALUES[`${type}.${field}`]

const plain = (...values: readonly string[]): EnumValues => values.map((value) => [value])

const PULL_POLICY = plain('Always', 'IfNotPresent', 'Never')
const PROTOCOL = plain('SCTP', 'TCP', 'UDP')

const VALUES: Readonly<Record<string, EnumValues>> = {
  'apps.v1.DeploymentStrategy.type': [
    ['Recreate', 'Kill all existing pods before creating new ones.'],
    [
      'RollingUpdate',
      'Replace the old ReplicaSets by new one using rolling update i.e gradually scale down the old ReplicaSets and scale up the new one.',
    ],
  ],
  'batch.v1.CronJobSpec.concurrencyPolicy': plain('Allow', 'Forbid', 'Replace'),
  'core.v1.Container.imagePullPolicy': PULL_POLICY,
  'core.v1.ContainerPort.protocol': PROTOCOL,
  'core.v1.PodSpec.dnsPolicy': plain('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
  'core.v1.PodSpec.restartPolicy': plain('Always', 'Never', 'OnFailure'),
  'core.v1.ServicePort.protocol': PROTOCOL,
  'core.v1.ServiceSpec.type': plain('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
  'core.v1.Toleration.effect': plain('NoExecute', 'NoSchedule', 'PreferNoSchedule'),
  'core.v1.Toleration.operator': plain('Equal', 'Exists'),
}
