import type { Clock } from '../ports/clock.ts'

export interface PollOptions {
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
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (clock.nowMs() + intervalMs > endMs) return undefined
    await clock.sleep(intervalMs, signal)
  }
}
