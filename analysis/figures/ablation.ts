import type { TopLevelSpec } from 'vega-lite'
import type { Contrast } from '../statistics/paired-contrast.ts'
import { INK, theme } from './theme.ts'

/** The full system minus one ablation, in one measure. */
export type AblationEffect =
  | { readonly state: 'measured'; readonly contrast: Contrast }
  | { readonly state: 'not exercised' }
  | { readonly state: 'missing' }

/** One measure and its effect for each ablation, in the order of `labels`. */
export type AblationPanel = {
  readonly title: string
  /** d3-format of the axis. */
  readonly format: string
  readonly effects: readonly AblationEffect[]
}

/**
 * What each component is worth: the paired difference full system − ablation with its 95 % interval, one panel a measure.
 * A component that never acted prints "not exercised": its difference would prove nothing.
 * @param labels names of the ablations, distinct, top to bottom
 */
export const ablationFigure = (labels: readonly string[], panels: readonly AblationPanel[]): TopLevelSpec => ({
  config: theme,
  spacing: 22,
  hconcat: panels.map((panel, index) => toPanel(labels, panel, index === 0)),
})

const toPanel = (labels: readonly string[], panel: AblationPanel, isFirst: boolean) => {
  const rows = labels.map((label, index) => toMark(label, panel.effects[index] ?? { state: 'missing' }))
  const reach = Math.max(...rows.flatMap((row) => [Math.abs(row.low ?? 0), Math.abs(row.high ?? 0)]), 0)
  const domain = reach === 0 ? [-1, 1] : [-reach * 1.05, reach * 1.05]
  const y = {
    field: 'label',
    type: 'nominal' as const,
    sort: [...labels],
    title: null,
    axis: isFirst ? {} : { labels: false },
  }
  return {
    width: 170,
    height: { step: 26 },
    data: { values: rows },
    layer: [
      { mark: { type: 'rule' as const, color: INK.line, strokeDash: [3, 3] }, encoding: { x: { datum: 0 } } },
      {
        transform: [{ filter: "datum.state === 'measured'" }],
        mark: { type: 'rule' as const, strokeWidth: 1.6, color: INK.blue },
        encoding: { y, x: { field: 'low', type: 'quantitative' as const }, x2: { field: 'high' } },
      },
      {
        transform: [{ filter: "datum.state === 'measured'" }],
        mark: { type: 'point' as const, filled: true, size: 50, color: INK.blue, opacity: 1 },
        encoding: {
          y,
          x: {
            field: 'difference',
            type: 'quantitative' as const,
            scale: { domain, nice: false },
            axis: { format: panel.format, tickCount: 4, grid: true, title: panel.title },
          },
        },
      },
      {
        transform: [{ filter: "datum.state !== 'measured'" }],
        mark: { type: 'text' as const, align: 'left' as const, dx: 6, color: INK.muted },
        encoding: { y, x: { datum: 0 }, text: { field: 'state', type: 'nominal' as const } },
      },
    ],
  }
}

type Mark = {
  readonly label: string
  readonly state: AblationEffect['state']
  readonly difference?: number
  readonly low?: number
  readonly high?: number
}

const toMark = (label: string, effect: AblationEffect): Mark => {
  if (effect.state !== 'measured') return { label, state: effect.state }
  const { mean, interval } = effect.contrast.estimate
  return { label, state: effect.state, difference: mean, low: interval?.low ?? mean, high: interval?.high ?? mean }
}
