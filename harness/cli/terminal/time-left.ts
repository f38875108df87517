/** How far some equal pieces of work are. */
export interface Pace {
  readonly elapsedMs: number
  /** Pieces finished in that time. */
  readonly finished: number
  readonly remaining: number
}

/** `about 40 s left`, by the pace so far; empty where there is no pace yet or nothing is left. */
export const describeTimeLeft = ({ elapsedMs, finished, remaining }: Pace): string => {
  if (finished === 0 || remaining === 0) return ''
  const seconds = Math.max(1, Math.round((elapsedMs / finished) * remaining * 1e-3))
  if (seconds < 100) return `about ${seconds} s left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 100) return `about ${minutes} min left`
  return `about ${Math.round(minutes / 60)} h left`
}
