import type { CustomResourceDefinition } from 'kubernetes-types/apiextensions/v1.d.ts'
import type { JsonSchema } from '../api/custom/json-schema.ts'
import { CHAOS_SPECS } from '../../domain/chaos-fields.ts'
import { CHAOS_GROUP } from './chaos-resources.ts'

/** The kinds of Chaos Mesh 2.8, as it installs them. Of those that faults do not use anything is stored. */
export const chaosDefinitions = (): readonly CustomResourceDefinition[] => ROWS.map(definition)

interface Row {
  readonly kind: string
  /** Default: the kind in small letters. */
  readonly plural?: string
  readonly short?: string
  /** Default: Namespaced. */
  readonly scope?: 'Cluster'
  /** Fields of the spec that `get` shows. */
  readonly columns?: readonly string[]
}

const ACTION_AND_DURATION = ['action', 'duration']
const DURATION = ['duration']

const ROWS: readonly Row[] = [
  { kind: 'AWSChaos', columns: ACTION_AND_DURATION },
  { kind: 'AzureChaos', columns: ACTION_AND_DURATION },
  { kind: 'BlockChaos', columns: ACTION_AND_DURATION },
  { kind: 'DNSChaos', columns: ACTION_AND_DURATION },
  { kind: 'GCPChaos', columns: ACTION_AND_DURATION },
  { kind: 'HTTPChaos', columns: DURATION },
  { kind: 'IOChaos', columns: ACTION_AND_DURATION },
  { kind: 'JVMChaos', columns: ACTION_AND_DURATION },
  { kind: 'KernelChaos', columns: DURATION },
  { kind: 'NetworkChaos', columns: ACTION_AND_DURATION },
  { kind: 'PhysicalMachineChaos', columns: ACTION_AND_DURATION },
  { kind: 'PhysicalMachine', plural: 'physicalmachines' },
  { kind: 'PodChaos' },
  { kind: 'PodHttpChaos' },
  { kind: 'PodIOChaos' },
  { kind: 'PodNetworkChaos' },
  { kind: 'RemoteCluster', plural: 'remoteclusters', scope: 'Cluster' },
  { kind: 'Schedule', plural: 'schedules' },
  { kind: 'StatusCheck', plural: 'statuschecks' },
  { kind: 'StressChaos', columns: DURATION },
  { kind: 'TimeChaos', columns: DURATION },
  { kind: 'WorkflowNode', plural: 'workflownodes', short: 'wfn' },
  { kind: 'Workflow', plural: 'workflows', short: 'wf' },
]

const definition = ({ kind, plural = kind.toLowerCase(), short, scope, columns = [] }: Row) => ({
  metadata: { name: `${plural}.${CHAOS_GROUP}` },
  spec: {
    group: CHAOS_GROUP,
    names: { kind, plural, ...(short === undefined ? {} : { shortNames: [short] }) },
    scope: scope ?? 'Namespaced',
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: schemaOf(kind) as object },
        ...(columns.length === 0 ? {} : { additionalPrinterColumns: columns.map(column) }),
      },
    ],
  },
})

const column = (field: string) => ({ name: field, type: 'string', jsonPath: `.spec.${field}` })

const OPEN: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

const schemaOf = (kind: string): JsonSchema => {
  const specs: Readonly<Record<string, JsonSchema>> = CHAOS_SPECS
  const spec = specs[kind]
  return {
    type: 'object',
    properties: { spec: spec ?? OPEN, status: OPEN },
    ...(spec === undefined ? {} : { required: ['spec'] }),
  }
}
