import type { Estimate } from '../statistics/estimate.ts'
import { INK, theme } from './theme.ts'
import type { Figure } from './theme.ts'

/** What the figure shows of one method; undefined where no trial of it counts. */
export type SolvedRateRow = {
  readonly label: string
  readonly solved: Estimate | undefined
  readonly claimed: Estimate | undefined
}

/**
 * Methods by solved rate (V_hid, dot with 95 % interval) and by what they claim of themselves (V_vis, open diamond); the
 * distance of the two is the false-positive gap Δ_fp.
 * @param rows in the order of the sweep, top to bottom; labels are distinct
 */
export const solvedRateFigure = (rows: readonly SolvedRateRow[]): Figure => ({
  config: theme,
  width: 320,
  height: { step: 24 },
  data: { values: rows.flatMap(toMarks) },
  encoding: { y: { field: 'label', type: 'nominal', sort: rows.map((row) => row.label), title: null } },
  layer: [
    {
      transform: [{ filter: 'isValid(datum.low)' }],
      mark: { type: 'rule', strokeWidth: 1.6, color: INK.blue },
      encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
    },
    {
      transform: [{ filter: 'isValid(datum.rate)' }],
      mark: { type: 'point', filled: false, strokeWidth: 1.6, opacity: 1 },
      encoding: {
        x: {
          field: 'rate',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          axis: {
            format: '.0%',
            tickCount: 5,
            grid: true,
            labelFlush: false,
            title: 'share of trials (mean over tasks, 95 % CI)',
          },
        },
        color: scaled([INK.blue, INK.orange]),
        fill: scaled([INK.blue, 'transparent']),
        shape: scaled(['circle', 'diamond']),
        // A claim that equals the result stays visible: its diamond is larger than the dot before it.
        size: { condition: { test: `datum.kind === '${CLAIMED}'`, value: 120 }, value: 55 },
      },
    },
    {
      transform: [{ filter: 'datum.missing' }],
      mark: { type: 'text', align: 'left', dx: 4, color: INK.muted },
      encoding: { x: { datum: 0 }, text: { value: 'missing' } },
    },
  ],
})

const SOLVED = 'solved (oracle)'
const CLAIMED = 'claimed (method)'

const scaled = (range: readonly string[]) => ({
  field: 'kind',
  type: 'nominal' as const,
  scale: { domain: [SOLVED, CLAIMED], range: [...range] },
})

type Mark = {
  readonly label: string
  readonly missing?: boolean
  readonly kind?: string
  readonly rate?: number
  readonly low?: number | undefined
  readonly high?: number | undefined
}

const toMarks = ({ label, solved, claimed }: SolvedRateRow): Mark[] =>
  solved === undefined || claimed === undefined
    ? [{ label, missing: true }]
    : [
        { label, kind: CLAIMED, rate: claimed.mean },
        { label, kind: SOLVED, rate: solved.mean, low: solved.interval?.low, high: solved.interval?.high },
      ]
