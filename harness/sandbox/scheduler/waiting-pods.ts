import type { Simulation } from '../engine/types.ts'
import type { WorkQueue } from '../controllers/base/work-queue.ts'

/** Pods that found no place, with their back-off: 1 s after the first failure, doubling up to 10 s. */
export const createWaitingPods = (simulation: Pick<Simulation, 'nowMs'>, queue: WorkQueue) => {
  const failures = new Map<string, { readonly count: number; readonly atMs: number }>()
  return {
    failed: (key: string): void => {
      failures.set(key, { count: (failures.get(key)?.count ?? 0) + 1, atMs: simulation.nowMs() })
      queue.addAfter(key, FLUSH_MS)
    },
    forget: (key: string): void => void failures.delete(key),
    /** Something that may help has happened: at once, unless a pod's back-off is not over. */
    retry: (): void => {
      for (const [key, { count, atMs }] of failures) {
        const dueMs = atMs + Math.min(1000 * 2 ** (count - 1), 10_000)
        queue.addAfter(key, Math.max(QUEUE_MS, dueMs - simulation.nowMs()))
      }
    },
  }
}

/** A pod that nothing helped is looked at again after five minutes. */
const FLUSH_MS = 300_000
const QUEUE_MS = 5
