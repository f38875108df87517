import { goDurationMs } from './duration.ts'
import type { Disturbance } from '../network/packet-queue.ts'
import type { ChaosSpec, NetworkDelay } from './types.ts'

/** What a NetworkChaos does to packets; `netem` may name several. */
export const networkDisturbances = (spec: ChaosSpec): readonly Disturbance[] => {
  const { action, delay, loss, corrupt, duplicate, bandwidth, rate } = spec
  if (action === 'partition') return [{ kind: 'loss', ratio: 1, correlation: 0 }]
  const wants = (name: string): boolean => action === name || action === 'netem'
  return [
    ...(wants('delay') && typeof delay === 'object' ? [delayOf(delay)] : []),
    ...(wants('loss') && loss !== undefined ? [lossOf(loss.loss, loss.correlation)] : []),
    // The receiver throws away what fails its checksum.
    ...(wants('corrupt') && corrupt !== undefined ? [lossOf(corrupt.corrupt, corrupt.correlation)] : []),
    ...(wants('duplicate') && duplicate !== undefined ? [{ kind: 'duplicate' as const }] : []),
    ...(action === 'netem' && rate !== undefined
      ? [bandwidthOf({ rate: rate.rate, buffer: 0, limit: Number.POSITIVE_INFINITY })]
      : []),
    ...(action === 'bandwidth' && bandwidth !== undefined ? [bandwidthOf(bandwidth)] : []),
  ]
}

const ratioOf = (percent: string | undefined): number => Number(percent ?? 0) / 100

const delayOf = ({ latency, jitter, correlation, reorder }: NetworkDelay): Disturbance => ({
  kind: 'delay',
  latencyMs: goDurationMs(latency) ?? 0,
  jitterMs: goDurationMs(jitter ?? '0ms') ?? 0,
  correlation: ratioOf(correlation),
  reorder:
    reorder === undefined
      ? undefined
      : { ratio: ratioOf(reorder.reorder), correlation: ratioOf(reorder.correlation), gap: reorder.gap },
})

const lossOf = (percent: string, correlation: string | undefined): Disturbance => ({
  kind: 'loss',
  ratio: ratioOf(percent),
  correlation: ratioOf(correlation),
})

const bandwidthOf = ({ rate, buffer, limit, peakrate = 0 }: NonNullable<ChaosSpec['bandwidth']>): Disturbance => ({
  kind: 'bandwidth',
  bytesPerSecond: bytesPerSecond(rate) ?? 0,
  burstBytes: buffer,
  limitBytes: limit,
  peakBytesPerSecond: peakrate === 0 ? Number.POSITIVE_INFINITY : peakrate,
})

/** A rate as `tc` reads it: `bps` is bytes, `bit` is bits a second. @returns `undefined` for anything else */
export const bytesPerSecond = (rate: string): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(bps|bit)$/i.exec(rate)
  if (match === null) return undefined
  const factor = 1000 ** ['', 'k', 'm', 'g', 't'].indexOf((match[2] ?? '').toLowerCase())
  const amount = Number(match[1]) * factor
  return (match[3] ?? '').toLowerCase() === 'bit' ? amount / 8 : amount
}
