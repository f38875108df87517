import type { DaemonSet, DaemonSetStatus } from 'kubernetes-types/apps/v1.d.ts'
import type { Node } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { POD_REVISION } from '../base/controller-revisions.ts'
import { isAvailable, isReady, type StoredPod } from '../base/pods.ts'
import { daemonFits } from './daemon-pod.ts'

/** Counts over nodes: where a pod should be, is, is ready, is of the newest template, and where one is that should not be. */
export const daemonSetStatus = (
  set: Stored<DaemonSet>,
  nodes: readonly Stored<Node>[],
  podsOn: (node: string) => readonly StoredPod[],
  hash: string,
  nowMs: number,
): DeepReadonly<DaemonSetStatus> => {
  const spec = set.spec?.template.spec ?? { containers: [] }
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  const count = { desired: 0, current: 0, ready: 0, available: 0, updated: 0, misplaced: 0 }
  for (const node of nodes) {
    const here = podsOn(node.metadata.name)
    const pod = here.find(isReady) ?? here[0]
    if (!daemonFits(spec, node).shouldRun) {
      if (pod !== undefined) count.misplaced += 1
      continue
    }
    count.desired += 1
    if (pod === undefined) continue
    count.current += 1
    if (isReady(pod)) count.ready += 1
    if (isAvailable(pod, minReadySeconds, nowMs)) count.available += 1
    if (pod.metadata.labels?.[POD_REVISION] === hash) count.updated += 1
  }
  const unavailable = count.desired - count.available
  return {
    currentNumberScheduled: count.current,
    desiredNumberScheduled: count.desired,
    ...(count.available > 0 ? { numberAvailable: count.available } : {}),
    numberMisscheduled: count.misplaced,
    numberReady: count.ready,
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
    observedGeneration: set.metadata.generation ?? 0,
    ...(count.updated > 0 ? { updatedNumberScheduled: count.updated } : {}),
  }
}
