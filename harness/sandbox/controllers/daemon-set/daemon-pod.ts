import type { Node, PodSpec, Toleration } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { covers, isAffine } from '../base/taints.ts'
import type { StoredPod } from '../base/pods.ts'

type Spec = DeepReadonly<PodSpec>

/** The spec of a daemon's pod for one node: bound to it by affinity, and tolerant of the node's troubles. */
export const daemonPodSpec = (spec: Spec, node: string): Spec => {
  const required = {
    nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
  }
  return {
    ...spec,
    affinity: {
      ...spec.affinity,
      nodeAffinity: {
        ...spec.affinity?.nodeAffinity,
        requiredDuringSchedulingIgnoredDuringExecution: required,
      },
    },
    tolerations: daemonTolerations(spec),
  }
}

/** The node that a daemon's pod is for, scheduled or not. */
export const nodeOfDaemonPod = (pod: StoredPod): string | undefined => {
  if (pod.spec?.nodeName !== undefined && pod.spec.nodeName !== '') return pod.spec.nodeName
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  return terms?.flatMap(({ matchFields = [] }) => matchFields).find(({ key }) => key === 'metadata.name')?.values?.[0]
}

/** Whether a node should get a pod, and whether one that is there may stay. */
export const daemonFits = (
  spec: Spec,
  node: Stored<Node>,
): { readonly shouldRun: boolean; readonly mayStay: boolean } => {
  if (!isAffine(spec, node)) return { shouldRun: false, mayStay: false }
  if ((node.spec?.taints ?? []).length === 0) return { shouldRun: true, mayStay: true }
  const tolerations = daemonTolerations(spec)
  const untolerated = (node.spec?.taints ?? []).filter((taint) => !tolerations.some((some) => covers(some, taint)))
  return {
    shouldRun: untolerated.every(({ effect }) => effect === 'PreferNoSchedule'),
    mayStay: untolerated.every(({ effect }) => effect !== 'NoExecute'),
  }
}

const daemonTolerations = (spec: Spec): readonly DeepReadonly<Toleration>[] => {
  const own = spec.tolerations ?? []
  const added = spec.hostNetwork === true ? [...ADDED, NETWORK] : ADDED
  const isThere = (wanted: DeepReadonly<Toleration>): boolean =>
    own.some(({ key, effect, operator }) => key === wanted.key && effect === wanted.effect && operator === 'Exists')
  return [...own, ...added.filter((toleration) => !isThere(toleration))]
}

const trouble = (name: string, effect: string): DeepReadonly<Toleration> => ({
  effect,
  key: `node.kubernetes.io/${name}`,
  operator: 'Exists',
})

const ADDED = [
  trouble('not-ready', 'NoExecute'),
  trouble('unreachable', 'NoExecute'),
  trouble('disk-pressure', 'NoSchedule'),
  trouble('memory-pressure', 'NoSchedule'),
  trouble('pid-pressure', 'NoSchedule'),
  trouble('unschedulable', 'NoSchedule'),
]
const NETWORK = trouble('network-unavailable', 'NoSchedule')
