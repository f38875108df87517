import type { Job } from 'kubernetes-types/batch/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { isReady, type StoredPod } from '../base/pods.ts'

export type StoredJob = Stored<Job>

/** Holds a pod until its Job has counted how it ended. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'

export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'

/** A Job's pods by what has become of them. */
export interface JobPods {
  readonly active: readonly StoredPod[]
  readonly terminating: number
  readonly ready: number
  /** Ended, and not counted in the status yet. */
  readonly newlySucceeded: readonly StoredPod[]
  readonly newlyFailed: readonly StoredPod[]
}

/** A pod that is being deleted counts as failed at once, unless it has succeeded. */
export const sortPods = (job: StoredJob, pods: readonly StoredPod[]): JobPods => {
  const replacesEarly = job.spec?.podReplacementPolicy !== 'Failed'
  const active: StoredPod[] = []
  const newlySucceeded: StoredPod[] = []
  const newlyFailed: StoredPod[] = []
  let terminating = 0
  for (const pod of pods) {
    const isGoing = pod.metadata.deletionTimestamp !== undefined
    const { phase } = pod.status ?? {}
    const isOver = phase === 'Succeeded' || phase === 'Failed'
    if (isGoing && !isOver) terminating += 1
    if (!isOver && !isGoing) active.push(pod)
    if (pod.metadata.finalizers?.includes(TRACKING) !== true) continue
    if (phase === 'Succeeded') newlySucceeded.push(pod)
    else if (phase === 'Failed' || (isGoing && replacesEarly)) newlyFailed.push(pod)
  }
  return { active, terminating, ready: active.filter(isReady).length, newlySucceeded, newlyFailed }
}

/** Epoch ms of a pod's end, in whole seconds as the status says it. */
export const finishedAtMs = (pod: StoredPod, nowMs: number): number => {
  const ends = (pod.status?.containerStatuses ?? []).map(({ state }) => state?.terminated?.finishedAt)
  const last = Math.max(...ends.map((end) => (end === undefined ? Number.NaN : Date.parse(end))))
  if (Number.isFinite(last)) return last
  return pod.metadata.deletionTimestamp === undefined ? nowMs : Date.parse(pod.metadata.deletionTimestamp)
}

/** The indexes of an Indexed Job whose pods have succeeded. */
export const completedIndexes = (job: StoredJob, newlySucceeded: readonly StoredPod[]): number[] => {
  const known = (job.status?.completedIndexes ?? '').split(',').flatMap((range) => {
    if (range === '') return []
    const [first = '0', last = first] = range.split('-')
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, offset) => Number(first) + offset)
  })
  return [...new Set([...known, ...newlySucceeded.map(indexOf)])].sort((a, b) => a - b)
}

export const indexOf = (pod: StoredPod): number => Number(pod.metadata.annotations?.[COMPLETION_INDEX] ?? -1)

/** `0-2,5`. */
export const indexText = (indexes: readonly number[]): string => {
  const ranges: [number, number][] = []
  for (const index of indexes) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === index - 1) last[1] = index
    else ranges.push([index, index])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}
