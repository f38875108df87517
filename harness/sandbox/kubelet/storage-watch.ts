import type { Simulation } from '../engine/types.ts'
import { unitValue } from '../api/quantity.ts'
import { writtenBytes } from '../processes/files/files.ts'
import type { PodRuntime } from './pod-runtime.ts'

export interface StorageWatchDependencies {
  readonly simulation: Simulation
  readonly runtime: PodRuntime
  readonly isWanted: () => boolean
  readonly evict: (message: string) => void
}

/** Looks at what a pod has written ten seconds after it wrote, if it has limits, and evicts it when it is too much. */
export const createStorageWatch = ({ simulation, runtime, isWanted, evict }: StorageWatchDependencies) => {
  let isAppointed = false
  const hasLimits =
    runtime.containers.some(({ spec }) => spec.resources?.limits?.['ephemeral-storage'] !== undefined) ||
    (runtime.pod.spec?.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined)

  const look = (): void => {
    isAppointed = false
    const message = isWanted() ? excess(runtime) : undefined
    if (message !== undefined) evict(message)
  }

  return {
    /** Something may have been written. */
    changed: (): void => {
      if (!hasLimits || isAppointed) return
      isAppointed = true
      simulation.schedule(ROUND_MS, look)
    },
  }
}

/** The kubelet looks every ten seconds. */
const ROUND_MS = 10_000

const excess = ({ containers, pod, volumes }: PodRuntime): string | undefined => {
  for (const { name, emptyDir } of pod.spec?.volumes ?? []) {
    const store = volumes.get(name)
    const { sizeLimit } = emptyDir ?? {}
    if (sizeLimit !== undefined && store !== undefined && writtenBytes(store) > unitValue(sizeLimit))
      return `Usage of EmptyDir volume "${name}" exceeds the limit "${sizeLimit}". `
  }
  const own = containers.map((container) => ({
    container,
    written: container.layer === undefined ? 0 : writtenBytes(container.layer),
    limit: container.spec.resources?.limits?.['ephemeral-storage'],
  }))
  const shared = (pod.spec?.volumes ?? []).reduce((sum, { name, emptyDir }) => {
    const store = volumes.get(name)
    return emptyDir === undefined || store === undefined ? sum : sum + writtenBytes(store)
  }, 0)
  if (own.every(({ limit }) => limit !== undefined)) {
    const total = own.reduce((sum, { limit }) => sum + unitValue(limit ?? '0'), 0)
    const text = own.length === 1 ? String(own[0]?.limit) : `${total / 1024 ** 2}Mi`
    if (own.reduce((sum, { written }) => sum + written, shared) > total)
      return `Pod ephemeral local storage usage exceeds the total limit of containers ${text}. `
  }
  const greedy = own.find(({ written, limit }) => limit !== undefined && written > unitValue(limit))
  return greedy === undefined
    ? undefined
    : `Container ${greedy.container.name} exceeded its local ephemeral storage limit "${greedy.limit}". `
}
