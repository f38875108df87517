import { z } from 'zod'
import type { Shell } from '../ports/shell.ts'
import { mustRead } from './must-run.ts'
import type { StateSnapshot } from './state-snapshot.ts'

/** What people make in a namespace; what controllers derive (pods, ReplicaSets, Jobs of CronJobs, Endpoints) is left out. */
const IN_NAMESPACES =
  'deployments,statefulsets,daemonsets,cronjobs,services,configmaps,secrets,serviceaccounts,roles,rolebindings,resourcequotas,' +
  'limitranges,networkpolicies,ingresses,poddisruptionbudgets,horizontalpodautoscalers,persistentvolumeclaims'
const OF_CLUSTER =
  'namespaces,nodes,persistentvolumes,storageclasses,priorityclasses,clusterroles,clusterrolebindings,' +
  'mutatingwebhookconfigurations,validatingwebhookconfigurations'

/** Everything that people made, in the whole cluster, by `namespace/Kind/name` or `Kind/name`: what a fault may leave behind. */
export const readClusterState = async (
  { harness }: { readonly harness: Shell },
  signal?: AbortSignal,
): Promise<Pick<StateSnapshot, 'objects'>> => {
  const options = signal === undefined ? {} : { signal }
  const lists = [
    await mustRead(harness, `kubectl get ${IN_NAMESPACES} -A -o json`, options),
    await mustRead(harness, `kubectl get ${OF_CLUSTER} -o json`, options),
  ]
  const entries = lists.flatMap((list) =>
    Listed.parse(list).items.map((item) => {
      const { namespace, name } = item.metadata
      return [`${namespace === undefined ? '' : `${namespace}/`}${item.kind}/${name}`, item] as const
    }),
  )
  return { objects: new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) }
}

const Listed = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      metadata: z.looseObject({
        name: z.string(),
        namespace: z.string().optional(),
        annotations: z.record(z.string(), z.string()).optional(),
      }),
    }),
  ),
})
