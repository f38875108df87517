import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../ports/clock.ts'

/** A day: the longest time that one timer of Node's is asked for. */
const LONGEST_MS = 86_400_000

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted()
    try {
      for (let restMs = ms; restMs > 0; restMs -= LONGEST_MS)
        await wait(Math.min(restMs, LONGEST_MS), undefined, { signal })
    } catch (error) {
      // Node wraps the signal's reason in an AbortError of its own.
      signal?.throwIfAborted()
      throw error
    }
  },
}
