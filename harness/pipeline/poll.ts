import type { Clock } from '../ports/clock.ts'

export interface PollOptions {
  /** Until the second look. Each pause is half as long again, up to three times this: what takes long is not looked at all the time. */
  readonly intervalMs: number
  /** Counted from now, in cluster time. */
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
}

/** Looks until there is something to see. @returns what was seen, or undefined when the deadline passed first */
export const poll = async <T>(
  { clock }: { readonly clock: Clock },
  { intervalMs, deadlineMs, signal }: PollOptions,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  const endMs = clock.nowMs() + deadlineMs
  for (let pauseMs = intervalMs; ; pauseMs = Math.min(pauseMs * GROWTH, intervalMs * LARGEST)) {
    const seen = await look()
    if (seen !== undefined) return seen
    const leftMs = endMs - clock.nowMs()
    if (leftMs < intervalMs) return undefined
    await clock.sleep(Math.min(pauseMs, leftMs), signal)
  }
}

const GROWTH = 1.5
const LARGEST = 3
