import type { Rng } from '../../../ports/rng.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { Cancel, Simulation } from '../../engine/types.ts'

export interface WorkQueueOptions {
  /** Ms between a change and the look at it: a range from which each is drawn. */
  readonly latencyMs: readonly [number, number]
  /** An `ApiError` that it throws is tried again later; anything else is a defect of the simulator and passes. */
  readonly reconcile: (key: string) => void
}

/** Keys to look at, each at most once at a time. */
export interface WorkQueue {
  readonly add: (key: string) => void
  /** Like `add`, but not before `delayMs` have passed. An earlier appointment stays. */
  readonly addAfter: (key: string, delayMs: number) => void
}

/** A controller's queue, with its retries: 5 ms after the first failure, doubling up to 1000 s (client-go's default limiter). */
export const createWorkQueue = (
  { simulation, rng }: { readonly simulation: Simulation; readonly rng: Rng },
  { latencyMs: [fastest, slowest], reconcile }: WorkQueueOptions,
): WorkQueue => {
  const appointments = new Map<string, { readonly atMs: number; readonly cancel: Cancel }>()
  const failures = new Map<string, number>()

  const appoint = (key: string, delayMs: number): void => {
    const atMs = simulation.nowMs() + delayMs
    const appointed = appointments.get(key)
    if (appointed !== undefined) {
      if (appointed.atMs <= atMs) return
      appointed.cancel()
    }
    const cancel = simulation.schedule(delayMs, () => {
      appointments.delete(key)
      work(key)
    })
    appointments.set(key, { atMs, cancel })
  }

  const work = (key: string): void => {
    try {
      reconcile(key)
      failures.delete(key)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const failed = failures.get(key) ?? 0
      failures.set(key, failed + 1)
      appoint(key, Math.min(5 * 2 ** failed, 1_000_000))
    }
  }

  return {
    add: (key) => appoint(key, fastest + rng.float() * (slowest - fastest)),
    addAfter: appoint,
  }
}
