import type { PodSpec } from 'kubernetes-types/core/v1.d.ts'
import type { ApiError } from '../../api/types/api-error.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { createOwnedPods, PodExtras } from '../base/owned-pods.ts'
import type { StoredPod } from '../base/pods.ts'
import { COMPLETION_INDEX, indexOf, type StoredJob, TRACKING } from './job-pods.ts'

export interface Adjustment {
  readonly removed: number
  /** Pods are missing, and may not be made yet. */
  readonly isHeldBack: boolean
  readonly refusal: ApiError | undefined
}

/** Brings the number of running pods to what is left to do, at most `parallelism` at a time. */
export const createJobPodMaker = (owned: ReturnType<typeof createOwnedPods>) => ({
  adjust: (
    job: StoredJob,
    active: readonly StoredPod[],
    doneIndexes: readonly number[],
    succeeded: number,
    isBackingOff: boolean,
  ): Adjustment => {
    const parallelism = job.spec?.parallelism ?? 1
    const completions = job.spec?.completions
    const wanted =
      completions === undefined
        ? succeeded > 0
          ? active.length
          : parallelism
        : Math.min(parallelism, Math.max(0, completions - succeeded))
    const surplus = active.length - wanted
    if (surplus > 0) {
      for (const pod of active.slice(-surplus)) owned.remove(job, pod)
      return { removed: surplus, isHeldBack: false, refusal: undefined }
    }
    if (surplus === 0) return { removed: 0, isHeldBack: false, refusal: undefined }
    if (isBackingOff) return { removed: 0, isHeldBack: true, refusal: undefined }
    const taken = new Set([...doneIndexes, ...active.map(indexOf)])
    let refusal: ApiError | undefined
    for (let index = 0, made = 0; made < -surplus && refusal === undefined; index += 1) {
      if (job.spec?.completionMode === 'Indexed' && taken.has(index)) continue
      refusal = owned.create(job, job.spec?.template, extrasOf(job, index))
      made += 1
    }
    return { removed: 0, isHeldBack: false, refusal }
  },
})

const extrasOf = (job: StoredJob, index: number): PodExtras => {
  if (job.spec?.completionMode !== 'Indexed') return { finalizers: [TRACKING] }
  const { name } = job.metadata
  return {
    baseName: `${name}-${index}`,
    finalizers: [TRACKING],
    labels: { [COMPLETION_INDEX]: String(index) },
    annotations: { [COMPLETION_INDEX]: String(index) },
    spec: (spec) => withIndex({ ...spec, hostname: `${name}-${index}` }),
  }
}

/** Containers read their index from the environment. */
const withIndex = (spec: DeepReadonly<PodSpec>): DeepReadonly<PodSpec> => {
  const fieldRef = { fieldPath: `metadata.annotations['${COMPLETION_INDEX}']` }
  const variable = { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }
  const add = <C extends { readonly env?: readonly object[] }>(container: C): C => ({
    ...container,
    env: [...(container.env ?? []), variable],
  })
  return {
    ...spec,
    containers: spec.containers.map(add),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(add) }),
  }
}
