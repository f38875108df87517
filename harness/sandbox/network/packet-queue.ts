import type { Rng } from '../../ports/rng.ts'

/**
 * A disturbance of packets, as the queues of Linux know it. What is corrupted fails its checksum and is lost; what comes twice is thrown
 * away by TCP. A correlation is that of one packet's draw with the one before, in [0, 1].
 */
export type Disturbance =
  | {
      readonly kind: 'delay'
      readonly latencyMs: number
      readonly jitterMs: number
      readonly correlation: number
      /** Packets that overtake: every `gap`th of them, with this chance, is sent at once. */
      readonly reorder?: { readonly ratio: number; readonly correlation: number; readonly gap: number } | undefined
    }
  | { readonly kind: 'loss'; readonly ratio: number; readonly correlation: number }
  | { readonly kind: 'duplicate' }
  | {
      readonly kind: 'bandwidth'
      readonly bytesPerSecond: number
      /** What passes at once after a pause, bytes; it fills up again at the rate. */
      readonly burstBytes: number
      /** What may wait, bytes; more is lost. */
      readonly limitBytes: number
      /** How fast the burst passes; Infinity: at once. */
      readonly peakBytesPerSecond: number
    }

/** The queue through which a pod's packets pass: it remembers what went before. */
export interface PacketQueue {
  /** @returns how long the packet is held back, ms; `undefined` when it is lost */
  readonly pass: (bytes: number, nowMs: number, rng: Rng) => number | undefined
  /** What a small packet can expect, ms; Infinity when none gets through. */
  readonly expectedMs: number
}

export const createPacketQueue = (disturbance: Disturbance): PacketQueue => {
  switch (disturbance.kind) {
    case 'delay':
      return delayQueue(disturbance)
    case 'loss':
      return lossQueue(disturbance)
    case 'bandwidth':
      return tokenBucket(disturbance)
    case 'duplicate':
      return { pass: () => 0, expectedMs: 0 }
  }
}

type Of<K extends Disturbance['kind']> = Extract<Disturbance, { readonly kind: K }>

/** Draws in [0, 1), each leaning on the one before. */
const createDraw = (correlation: number) => {
  let last: number | undefined
  return (rng: Rng): number => {
    const fresh = rng.float()
    last = last === undefined || correlation === 0 ? fresh : fresh * (1 - correlation) + last * correlation
    return last
  }
}

const delayQueue = ({ latencyMs, jitterMs, correlation, reorder }: Of<'delay'>): PacketQueue => {
  const draw = createDraw(correlation)
  const drawOvertaking = createDraw(reorder?.correlation ?? 0)
  let sinceLast = 0
  return {
    expectedMs: latencyMs,
    pass: (_bytes, _nowMs, rng) => {
      const heldMs = Math.max(0, latencyMs + (2 * draw(rng) - 1) * jitterMs)
      if (reorder === undefined) return heldMs
      sinceLast += 1
      const isDue = sinceLast >= Math.max(1, reorder.gap)
      if (!isDue || drawOvertaking(rng) >= reorder.ratio) return heldMs
      sinceLast = 0
      return 0
    },
  }
}

const lossQueue = ({ ratio, correlation }: Of<'loss'>): PacketQueue => {
  const draw = createDraw(correlation)
  return {
    expectedMs: ratio >= 1 ? Number.POSITIVE_INFINITY : (ratio / (1 - ratio)) * RETRY_MS,
    pass: (_bytes, _nowMs, rng) => (ratio >= 1 || draw(rng) < ratio ? undefined : 0),
  }
}

const tokenBucket = ({ bytesPerSecond, burstBytes, limitBytes, peakBytesPerSecond }: Of<'bandwidth'>): PacketQueue => {
  /** Bytes that may pass now; what waits is owed. */
  let tokens = burstBytes
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    expectedMs: burstBytes >= HEADER_BYTES ? 0 : (HEADER_BYTES / bytesPerSecond) * 1000,
    pass: (bytes, nowMs) => {
      const size = bytes + HEADER_BYTES
      if (nowMs > lastMs) tokens = Math.min(burstBytes, tokens + ((nowMs - lastMs) / 1000) * bytesPerSecond)
      lastMs = nowMs
      if (size - tokens > limitBytes) return undefined
      tokens -= size
      const waitMs = (Math.max(0, -tokens) / bytesPerSecond) * 1000
      return Math.max(waitMs, (size / peakBytesPerSecond) * 1000)
    },
  }
}

const HEADER_BYTES = 66

/** A packet of an open connection is sent again after this time, then after twice that, and so on. */
export const RETRY_MS = 200
