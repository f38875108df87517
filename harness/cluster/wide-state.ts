import { z } from 'zod'
import { mustRead } from '../pipeline/must-run.ts'
import { type StateDifference, stateDifferences } from '../pipeline/state-difference.ts'
import type { Shell } from '../ports/shell.ts'

/** Kinds of a namespace that people make, and pods: theirs to delete. */
const NAMESPACED =
  'deployments,statefulsets,daemonsets,jobs,cronjobs,pods,services,configmaps,secrets,serviceaccounts,roles,rolebindings,' +
  'ingresses,networkpolicies,horizontalpodautoscalers,poddisruptionbudgets,persistentvolumeclaims,resourcequotas,limitranges'
const CLUSTER_SCOPED =
  'nodes,namespaces,clusterroles,clusterrolebindings,persistentvolumes,storageclasses,priorityclasses,customresourcedefinitions,' +
  'validatingwebhookconfigurations,mutatingwebhookconfigurations'

/** Lists of a busy namespace are large; one that is cut could not be read. */
const OUTPUT_LIMIT_BYTES = 64 << 20

const ManagedField = z.looseObject({
  manager: z.string().default(''),
  time: z.string().optional(),
  subresource: z.string().optional(),
})

export const WideObject = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().default(''),
    uid: z.string().default(''),
    annotations: z.record(z.string(), z.string()).optional(),
    labels: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(z.unknown()).default([]),
    managedFields: z.array(ManagedField).default([]),
  }),
})
export type WideObject = z.output<typeof WideObject>

/** What stood on a cluster at one moment, by `Kind/namespace/name`; the namespace of cluster-scoped objects is empty. */
export type WideState = ReadonlyMap<string, WideObject>

/** Reads namespaces and cluster-scoped objects. The reads run side by side; their order is that of the namespaces. */
export const readWideState = async (harness: Shell, namespaces: readonly string[]): Promise<WideState> => {
  const reads = [
    ...namespaces.map(
      (name) => `kubectl -n ${name} get ${NAMESPACED} --ignore-not-found --show-managed-fields -o json`,
    ),
    // Who wrote a field is asked of the trial's own namespace; definitions of kinds are large even without it.
    `kubectl get ${CLUSTER_SCOPED} -o json`,
  ]
  const lists = await Promise.all(
    reads.map(async (command) =>
      List.parse(await mustRead(harness, command, { outputLimitBytes: OUTPUT_LIMIT_BYTES })),
    ),
  )
  return new Map(lists.flatMap(({ items }) => items.map((item) => [keyOf(item), item] as const)))
}

const List = z.looseObject({ items: z.array(WideObject) })

const keyOf = ({ kind, metadata: { namespace, name } }: WideObject): string => `${kind}/${namespace}/${name}`

/** An object that came, went or changed. */
export interface WideChange {
  readonly before: WideObject | undefined
  readonly after: WideObject | undefined
  /** Of a changed one: paths that differ, without status and the server's bookkeeping. */
  readonly paths: readonly string[]
}

/** What differs, in the order of the keys. One that was deleted and made again is both gone and new. */
export const wideChanges = (start: WideState, end: WideState): readonly WideChange[] => {
  const differences = stateDifferences(asSnapshot(start), asSnapshot(end))
  const keys = [...new Set([...start.keys(), ...end.keys()])].sort()
  return keys.flatMap((key): readonly WideChange[] => {
    const [before, after] = [start.get(key), end.get(key)]
    if (before !== undefined && after !== undefined && before.metadata.uid !== after.metadata.uid)
      return [
        { before, after: undefined, paths: [] },
        { before: undefined, after, paths: [] },
      ]
    const found = differences.filter(({ object }) => object === key)
    return found.length === 0 ? [] : [{ before, after, paths: found.flatMap(pathOf) }]
  })
}

const pathOf = ({ path }: StateDifference): readonly string[] => (path === null ? [] : [path])

const asSnapshot = (state: WideState) => ({ objects: state, deployments: [], pods: [] })
