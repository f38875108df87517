import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import type { Shell } from '../ports/shell.ts'
import { mustRead } from './must-run.ts'

const Metadata = z.looseObject({
  name: z.string(),
  generation: z.number().optional(),
  deletionTimestamp: z.string().optional(),
  annotations: z.record(z.string(), z.string()).optional(),
})
const StateObject = z.looseObject({ kind: z.string(), metadata: Metadata })
export type StateObject = z.output<typeof StateObject>

const ContainerStatus = z.looseObject({
  name: z.string(),
  restartCount: z.number(),
  ready: z.boolean(),
  state: z.looseObject({ waiting: z.looseObject({ reason: z.string().optional() }).optional() }).optional(),
})
const Pod = StateObject.extend({
  kind: z.literal('Pod'),
  metadata: Metadata.extend({ uid: z.string().optional(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.looseObject({ nodeName: z.string().optional() }).prefault({}),
  status: z.looseObject({
    phase: z.string().optional(),
    containerStatuses: z.array(ContainerStatus).default([]),
    initContainerStatuses: z.array(ContainerStatus).default([]),
  }),
})
export type Pod = z.output<typeof Pod>

const count = z.number().default(0)
const Deployment = StateObject.extend({
  kind: z.literal('Deployment'),
  spec: z.looseObject({
    replicas: z.number().default(1),
    selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()).default({}) }),
  }),
  status: z
    .looseObject({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      unavailableReplicas: count,
    })
    .prefault({}),
})
export type Deployment = z.output<typeof Deployment>

/** What a namespace holds at one moment. */
export interface StateSnapshot {
  /** Everything that is made by people, by `Kind/name`; not what controllers derive from it (pods, ReplicaSets, Endpoints). */
  readonly objects: ReadonlyMap<string, StateObject>
  readonly deployments: readonly Deployment[]
  readonly pods: readonly Pod[]
}

const ObjectList = z.looseObject({ items: z.array(StateObject) })

const RESOURCES = 'deployments,services,configmaps,secrets,serviceaccounts,roles,rolebindings,pods'

/** Reads the state of a namespace through kubectl. Its output may hold secrets, so it is not part of the trace. */
export const takeSnapshot = async (
  { harness }: { readonly harness: Shell },
  namespace: string,
  signal?: AbortSignal,
): Promise<StateSnapshot> => {
  const command = `kubectl -n ${namespace} get ${RESOURCES} -o json`
  const list = ObjectList.safeParse(await mustRead(harness, command, signal === undefined ? {} : { signal }))
  if (!list.success) throw new InfrastructureError(`${command}: ${z.prettifyError(list.error)}`)
  const { items } = list.data
  return {
    objects: new Map(
      items
        .filter((item) => item.kind !== 'Pod')
        .map((item) => [`${item.kind}/${item.metadata.name}`, item] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    deployments: items.filter((item) => item.kind === 'Deployment').map((item) => Deployment.parse(item)),
    pods: items
      .filter((item) => item.kind === 'Pod')
      .map((item) => Pod.parse(item))
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)),
  }
}
