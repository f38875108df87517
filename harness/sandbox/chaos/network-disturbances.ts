import { goDurationMs } from './duration.ts'
import type { ChaosSpec } from './types.ts'

export type Disturbance =
  | { readonly kind: 'delay'; readonly latencyMs: number; readonly jitterMs: number }
  | { readonly kind: 'loss' | 'duplicate'; readonly ratio: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }

/** What a NetworkChaos does to packets; `netem` may name several. Correlation is not acted out. */
export const networkDisturbances = ({
  action,
  delay,
  loss,
  corrupt,
  duplicate,
  bandwidth,
}: ChaosSpec): readonly Disturbance[] => {
  if (action === 'partition') return [{ kind: 'loss', ratio: 1 }]
  const wants = (name: string): boolean => action === name || action === 'netem'
  return [
    ...(wants('delay') && delay !== undefined
      ? [
          {
            kind: 'delay' as const,
            latencyMs: goDurationMs(delay.latency) ?? 0,
            jitterMs: goDurationMs(delay.jitter ?? '0ms') ?? 0,
          },
        ]
      : []),
    ...(wants('loss') && loss !== undefined ? [{ kind: 'loss' as const, ratio: Number(loss.loss) / 100 }] : []),
    // The receiver throws away what fails its checksum.
    ...(wants('corrupt') && corrupt !== undefined
      ? [{ kind: 'loss' as const, ratio: Number(corrupt.corrupt) / 100 }]
      : []),
    ...(wants('duplicate') && duplicate !== undefined
      ? [{ kind: 'duplicate' as const, ratio: Number(duplicate.duplicate) / 100 }]
      : []),
    ...(action === 'bandwidth' && bandwidth !== undefined
      ? [{ kind: 'bandwidth' as const, bytesPerSecond: bytesPerSecond(bandwidth.rate) ?? 0 }]
      : []),
  ]
}

/** A rate as `tc` reads it: `bps` is bytes, `bit` is bits a second. @returns `undefined` for anything else */
export const bytesPerSecond = (rate: string): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(bps|bit)$/i.exec(rate)
  if (match === null) return undefined
  const factor = 1000 ** ['', 'k', 'm', 'g', 't'].indexOf((match[2] ?? '').toLowerCase())
  const amount = Number(match[1]) * factor
  return (match[3] ?? '').toLowerCase() === 'bit' ? amount / 8 : amount
}
