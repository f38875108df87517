import { isReady, podCondition, type StoredPod } from '../base/pods.ts'

/**
 * Pods in the order in which a ReplicaSet gives them up: unassigned, pending, not ready, of low deletion cost, on a crowded node,
 * ready for a short time, restarted often, young. Source: k8s.io/kubernetes, pkg/controller/controller_utils.go, ActivePodsWithRanks.
 */
export const rankForDeletion = (
  pods: readonly StoredPod[],
  related: readonly StoredPod[],
  nowMs: number,
): StoredPod[] => {
  const crowd = new Map<string, number>()
  for (const pod of related) {
    const node = pod.spec?.nodeName
    if (node !== undefined) crowd.set(node, (crowd.get(node) ?? 0) + 1)
  }
  const keys = (pod: StoredPod): number[] => [
    pod.spec?.nodeName === undefined || pod.spec.nodeName === '' ? 0 : 1,
    PHASES.indexOf(pod.status?.phase ?? 'Unknown'),
    isReady(pod) ? 1 : 0,
    Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0),
    -(crowd.get(pod.spec?.nodeName ?? '') ?? 0),
    ageBucket(nowMs, podCondition(pod, 'Ready')?.lastTransitionTime),
    -restarts(pod),
    ageBucket(nowMs, pod.metadata.creationTimestamp),
  ]
  return pods
    .map((pod) => ({ pod, keys: keys(pod) }))
    .sort((a, b) => compare(a.keys, b.keys) || (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1))
    .map(({ pod }) => pod)
}

const PHASES = ['Pending', 'Unknown', 'Running']

const restarts = (pod: StoredPod): number =>
  Math.max(0, ...(pod.status?.containerStatuses ?? []).map((container) => container.restartCount))

/** Younger sorts first; ages are compared on a logarithmic scale (feature LogarithmicScaleDown). */
const ageBucket = (nowMs: number, since: string | undefined): number => {
  const ageMs = since === undefined ? 0 : nowMs - Date.parse(since)
  return ageMs <= 0 ? -1 : Math.floor(Math.log2(ageMs * 1e6))
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (let index = 0; index < a.length; index += 1) {
    const difference = a[index]! - b[index]!
    if (difference !== 0) return difference
  }
  return 0
}
