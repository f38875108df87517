import { InfrastructureError, UnreachableError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'

/** Ms between one attempt and the next; a connection that was lost is waited for beside that. */
const PAUSES_MS = [5_000, 30_000]

interface Dependencies {
  readonly clock: Clock
  /** Told of every attempt that failed and is followed by another one. */
  readonly failed: (error: InfrastructureError) => void
}

/**
 * Does work that may be done twice until it succeeds, three times at most: a connection that is lost while a trial is cleaned up costs that trial,
 * not the cluster.
 * @throws what the last attempt threw
 */
export const persist = async <T>({ clock, failed }: Dependencies, work: () => Promise<T>): Promise<T> => {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof InfrastructureError) || error instanceof UnreachableError) throw error
      failed(error)
    }
    await clock.sleep(pauseMs)
  }
  return work()
}
