import { INK, theme } from './theme.ts'
import type { Figure } from './theme.ts'

/** One method on one task: how many of its counted trials were solved. A cell without counted trials is missing, not 0. */
export type HeatmapCell = {
  readonly task: string
  readonly method: string
  readonly trials: number
  readonly solved: number
}

/**
 * Tasks by methods; each cell prints solved/counted trials and is the darker the more it solved.
 * @param axes order of tasks (top to bottom) and of methods (left to right)
 */
export const heatmapFigure = (
  axes: { readonly tasks: readonly string[]; readonly methods: readonly string[] },
  cells: readonly HeatmapCell[],
): Figure => ({
  config: theme,
  width: { step: 46 },
  height: { step: 24 },
  data: { values: axes.tasks.flatMap((task) => axes.methods.map((method) => toMark(cells, task, method))) },
  encoding: {
    x: {
      field: 'method',
      type: 'nominal',
      sort: [...axes.methods],
      title: null,
      axis: {
        orient: 'top',
        labelAngle: -35,
        labelAlign: 'left',
        labelBaseline: 'middle',
        labelPadding: 9,
        labelOffset: -4,
        domain: false,
        ticks: false,
      },
    },
    y: { field: 'task', type: 'nominal', sort: [...axes.tasks], title: null },
  },
  layer: [
    {
      transform: [{ filter: 'isValid(datum.rate)' }],
      mark: { type: 'rect', stroke: 'white', strokeWidth: 1.5 },
      encoding: {
        color: {
          field: 'rate',
          type: 'quantitative',
          scale: { domain: [0, 1], range: ['#f1f5f9', '#9cc3de', '#0b4f82'], interpolate: 'lab' },
          legend: null,
        },
      },
    },
    {
      transform: [{ filter: '!isValid(datum.rate)' }],
      mark: { type: 'rect', fill: 'white', stroke: INK.grid, strokeDash: [3, 2], strokeWidth: 1 },
    },
    {
      mark: { type: 'text', baseline: 'middle' },
      encoding: {
        text: { field: 'text', type: 'nominal' },
        size: { condition: { test: '!isValid(datum.rate)', value: 9 }, value: 10.5 },
        color: {
          condition: [
            { test: '!isValid(datum.rate)', value: INK.muted },
            { test: `contrast('white', ${FILL}) > contrast('black', ${FILL})`, value: 'white' },
          ],
          value: 'black',
        },
      },
    },
  ],
})

// One of black and white stands out from any ground by at least 4.58 to 1.
const FILL = "scale('color', datum.rate)"

const toMark = (cells: readonly HeatmapCell[], task: string, method: string) => {
  const cell = cells.find((candidate) => candidate.task === task && candidate.method === method)
  return cell === undefined || cell.trials === 0
    ? { task, method, text: 'missing' }
    : { task, method, text: `${cell.solved}/${cell.trials}`, rate: cell.solved / cell.trials }
}
