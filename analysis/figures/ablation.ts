import { INK, theme } from './theme.ts'
import type { Figure } from './theme.ts'

/** The full system minus one ablation, in one measure. */
export type AblationEffect =
  | { readonly state: 'measured'; readonly difference: number; readonly low: number; readonly high: number }
  | { readonly state: 'not exercised' }
  | { readonly state: 'missing' }

/** One measure and its effect for each ablation, in the order of `labels`. */
export type AblationPanel = {
  /** Title of the axis, line by line. */
  readonly title: readonly string[]
  readonly effects: readonly AblationEffect[]
}

/**
 * What each component is worth: the paired difference full system − ablation with its 95 % interval, one panel a measure.
 * A component that never acted prints "not exercised": its difference would prove nothing.
 * @param labels names of the ablations, distinct, top to bottom
 */
export const ablationFigure = (labels: readonly string[], panels: readonly AblationPanel[]): Figure => ({
  config: theme,
  spacing: 22,
  hconcat: panels.map((panel, index) => toPanel(labels, panel, index === 0)),
})

/** Differences carry their sign, zero has none. */
const SIGNED = "datum.value === 0 ? '0' : format(datum.value, '+~f')"

const toPanel = (labels: readonly string[], panel: AblationPanel, isFirst: boolean) => {
  const rows: readonly Mark[] = labels.map((label, index) => ({
    label,
    ...(panel.effects[index] ?? ({ state: 'missing' } as const)),
  }))
  const reach = Math.max(
    ...rows.flatMap((row) => (row.state === 'measured' ? [Math.abs(row.low), Math.abs(row.high)] : [])),
    0,
  )
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
    data: { values: [...rows] },
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
            axis: { labelExpr: SIGNED, tickCount: 4, grid: true, title: [...panel.title] },
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

type Mark = { readonly label: string } & AblationEffect
