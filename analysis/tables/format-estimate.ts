import type { Column } from '../columns/column.ts'
import type { Estimate } from '../statistics/estimate.ts'
import { decimalsFor, formatNumber } from './format-number.ts'

/** Behind an interval that comes from Wilson's score and not from the spread of task means; captions say what it stands for. */
export const SCORE_MARK = '†'

/**
 * An estimate as `67 % [45, 88]`, `96 % [65, 100]†` (a score interval), `+4 [−2, 10]` (points) or `12.3 [9.8, 14.8]`; without an interval
 * where there is none.
 */
export const formatEstimate = (unit: Column['unit'], { mean, interval }: Estimate): string => {
  const scale = unit === 'number' ? 1 : 100
  const decimals = unit === 'number' ? decimalsFor(Math.max(Math.abs(mean), Math.abs(interval?.high ?? 0))) : 0
  const show = (value: number): string => formatNumber(value * scale, decimals)
  const sign = unit === 'points' && Number(show(mean).replace('−', '-')) > 0 ? '+' : ''
  const value = `${sign}${show(mean)}${unit === 'share' ? ' %' : ''}`
  if (interval === undefined) return value
  const isScore = interval.formula === 'wilson' || interval.formula === 'newcombe'
  return `${value} [${show(interval.low)}, ${show(interval.high)}]${isScore ? SCORE_MARK : ''}`
}
