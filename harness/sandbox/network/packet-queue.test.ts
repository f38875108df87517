import { describe, expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { createPacketQueue, type Disturbance } from './packet-queue.ts'

const passes = (disturbance: Disturbance, count = 2000): (number | undefined)[] => {
  const queue = createPacketQueue(disturbance)
  const rng = createRng(7)
  return Array.from({ length: count }, () => queue.pass(0, 0, rng))
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

/** How much alike neighbours are, -1 … 1. */
const likeness = (values: readonly number[]): number => {
  const mean = meanOf(values)
  const spread = meanOf(values.map((one) => (one - mean) ** 2))
  return meanOf(values.slice(1).map((one, index) => (one - mean) * ((values[index] ?? 0) - mean))) / spread
}

describe('a queue that delays', () => {
  const delay = { kind: 'delay', latencyMs: 100, jitterMs: 50 } as const

  it('strays by its jitter, each packet for itself', () => {
    const held = passes({ ...delay, correlation: 0 }).map((ms) => ms ?? 0)
    expect(Math.min(...held)).toBeGreaterThanOrEqual(50)
    expect(Math.max(...held)).toBeLessThanOrEqual(150)
    expect(Math.abs(likeness(held))).toBeLessThan(0.1)
  })

  it('leans on the packet before as far as its correlation says', () => {
    const held = passes({ ...delay, correlation: 0.75 }).map((ms) => ms ?? 0)
    expect(likeness(held)).toBeGreaterThan(0.65)
  })

  it('lets every gapth packet overtake, by chance', () => {
    const always = passes({ ...delay, jitterMs: 0, correlation: 0, reorder: { ratio: 1, correlation: 0, gap: 5 } }, 10)
    expect(always).toEqual([100, 100, 100, 100, 0, 100, 100, 100, 100, 0])
    const half = passes({ ...delay, jitterMs: 0, correlation: 0, reorder: { ratio: 0.5, correlation: 0, gap: 1 } })
    const overtaking = half.filter((ms) => ms === 0).length
    expect(overtaking).toBeGreaterThan(900)
    expect(overtaking).toBeLessThan(1100)
  })
})

describe('a queue that loses', () => {
  it('loses packets in bursts where they are correlated', () => {
    const lossesOf = (correlation: number) =>
      passes({ kind: 'loss', ratio: 0.3, correlation }).map((ms) => (ms === undefined ? 1 : 0))
    expect(Math.abs(likeness(lossesOf(0)))).toBeLessThan(0.1)
    expect(likeness(lossesOf(0.8))).toBeGreaterThan(0.2)
  })
})

describe('a narrow line', () => {
  const line = {
    kind: 'bandwidth',
    bytesPerSecond: 1000,
    burstBytes: 2000,
    limitBytes: 3000,
    peakBytesPerSecond: Number.POSITIVE_INFINITY,
  } as const

  it('lets a burst pass at once, then keeps to its rate, loses what may not wait, and gathers again', () => {
    const queue = createPacketQueue(line)
    const pass = (nowMs: number): number | undefined => queue.pass(934, nowMs, createRng(1))
    expect([pass(0), pass(0), pass(0), pass(0), pass(0)]).toEqual([0, 0, 1000, 2000, 3000])
    expect(pass(0)).toBeUndefined()
    expect(pass(5000)).toBe(0)
  })

  it('sends the burst itself no faster than its peak', () => {
    const queue = createPacketQueue({ ...line, peakBytesPerSecond: 10_000 })
    expect(queue.pass(934, 0, createRng(1))).toBe(100)
  })
})
