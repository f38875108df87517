import type { DaemonSet } from 'kubernetes-types/apps/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { POD_REVISION } from '../base/controller-revisions.ts'
import { countOf } from '../base/int-or-percent.ts'
import { isActive, isAvailable, isFinished, type StoredPod } from '../base/pods.ts'

/** A node as a daemon sees it. */
export interface DaemonPlace {
  readonly name: string
  readonly shouldRun: boolean
  readonly mayStay: boolean
  /** The daemon's pods there, in order of age. */
  readonly pods: readonly StoredPod[]
}

export interface DaemonPlan {
  /** Nodes that get a pod. */
  readonly missing: readonly string[]
  readonly failed: readonly StoredPod[]
  /** Pods to delete: misplaced, doubled, or outdated as far as the update strategy allows. */
  readonly surplus: readonly StoredPod[]
}

/**
 * What to create and to delete now. A rolling update takes down at most `maxUnavailable` pods, unavailable ones first; with
 * `maxSurge` a new pod stands beside the old one until it is available.
 */
export const planDaemon = (
  set: Stored<DaemonSet>,
  places: readonly DaemonPlace[],
  hash: string,
  nowMs: number,
): DaemonPlan => {
  const minReadySeconds = set.spec?.minReadySeconds ?? 0
  const isUp = (pod: StoredPod): boolean => isActive(pod) && isAvailable(pod, minReadySeconds, nowMs)
  const isNew = (pod: StoredPod): boolean => pod.metadata.labels?.[POD_REVISION] === hash
  const missing: string[] = []
  const failed: StoredPod[] = []
  const surplus: StoredPod[] = []
  const wanted = places.filter(({ shouldRun }) => shouldRun)
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {}
  const isRolling = type === 'RollingUpdate'
  const maxSurge = isRolling ? countOf(rollingUpdate?.maxSurge ?? 0, wanted.length, 'up') : 0
  const maxUnavailable = isRolling ? countOf(rollingUpdate?.maxUnavailable ?? 1, wanted.length, 'up') : 0
  let surging = 0
  const outdated: StoredPod[] = []
  let down = 0
  for (const { name, shouldRun, mayStay, pods } of places) {
    const here = pods.filter((pod) => !isFinished(pod))
    for (const pod of pods) if (isFinished(pod) && pod.metadata.deletionTimestamp === undefined) failed.push(pod)
    const staying = here.filter(isActive)
    if (!shouldRun) {
      if (!mayStay) surplus.push(...staying)
      continue
    }
    if (pods.length === 0) missing.push(name)
    const old = staying.filter((pod) => !isNew(pod))
    const fresh = staying.filter(isNew)
    surplus.push(...fresh.slice(1), ...old.slice(1))
    if (maxSurge > 0 && old[0] !== undefined) {
      if (fresh[0] !== undefined && isUp(fresh[0])) surplus.push(old[0])
      else if (fresh[0] !== undefined) surging += 1
      else if (surging < maxSurge && here.length === staying.length) {
        surging += 1
        missing.push(name)
      }
      continue
    }
    if (!staying.some(isUp)) down += 1
    if (old[0] !== undefined) outdated.push(old[0])
  }
  if (maxSurge === 0 && isRolling) {
    let left = Math.max(0, maxUnavailable - down)
    for (const pod of outdated) {
      if (!isUp(pod)) surplus.push(pod)
      else if (left > 0) {
        left -= 1
        surplus.push(pod)
      }
    }
  }
  return { missing, failed, surplus }
}
