/** 10 s, doubling up to 5 min; forgotten after 10 min of quiet. Source: client-go, util/flowcontrol/backoff.go. */
export interface BackOff {
  /** Current length in ms; 0 before the first failure. */
  readonly currentMs: () => number
  /** Whether less than the current length has passed since `sinceMs`. */
  readonly isWithin: (sinceMs: number, nowMs: number) => boolean
  /** Whether less than the current length has passed since it was last raised. */
  readonly isWithinUpdate: (nowMs: number) => boolean
  readonly raise: (nowMs: number) => void
}

const FIRST_MS = 10_000
const LONGEST_MS = 300_000

export const createBackOff = (): BackOff => {
  let lengthMs = 0
  let raisedAtMs = 0
  return {
    currentMs: () => lengthMs,
    isWithin: (sinceMs, nowMs) => lengthMs > 0 && sinceMs - raisedAtMs <= 2 * LONGEST_MS && nowMs - sinceMs < lengthMs,
    isWithinUpdate: (nowMs) => lengthMs > 0 && nowMs - raisedAtMs < lengthMs,
    raise: (nowMs) => {
      const isForgotten = lengthMs === 0 || nowMs - raisedAtMs > 2 * LONGEST_MS
      lengthMs = isForgotten ? FIRST_MS : Math.min(lengthMs * 2, LONGEST_MS)
      raisedAtMs = nowMs
    },
  }
}

/** `10s`, `1m20s`, `5m0s`, as Go writes durations of whole seconds. */
export const goDuration = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`
}
