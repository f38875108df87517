import { columns } from '../columns/index.ts'
import type { ColumnName } from '../columns/index.ts'
import type { MethodSummary, ReportModel } from '../summary/report-model.ts'
import { formatEstimate, SCORE_MARK } from './format-estimate.ts'
import type { Grid } from './grid.ts'

/** Which interval is which, for captions. */
export const INTERVALS =
  'Intervals of rates: Student-t over tasks; those with ' +
  `${SCORE_MARK} are Wilson’s score interval of a proportion over tasks, where the rate is near 0 or 1 or each task has one seed, and for ` +
  'the gap Newcombe’s, made from the Wilson intervals of both rates. Counts and seconds: bootstrap over tasks (expanded percentiles), ' +
  'which cannot reach below 0.'

/** The method table: one row a method; every cell a mean over tasks with its 95 % interval, or what is missing. */
export const methodTable = ({ methods }: ReportModel): Grid => ({
  caption:
    'Methods: mean over tasks with 95 % confidence interval. Solved by the hidden oracle; the gap Δ_fp is claimed minus solved, in ' +
    'percentage points; mutations and commands are counts a trial; seconds are cluster time of the method. ' +
    `${INTERVALS} No interval: counts or seconds on which all tasks agree, or a mean of one task.`,
  head: ['Method', ...SHOWN.map((name) => columns[name].title)],
  rows: methods.map((method) => [method.title, ...SHOWN.map((name) => toCell(method, name))]),
})

const SHOWN = Object.keys(columns).filter((name): name is ColumnName => name in columns && name !== 'claimed')

const toCell = (method: MethodSummary, name: ColumnName): string => {
  const estimate = method.estimates[name]
  const { unit, where, absent } = columns[name]
  if (estimate !== undefined) {
    const tasks = where === undefined ? '' : ` (${estimate.tasks} ${estimate.tasks === 1 ? 'task' : 'tasks'})`
    return `${formatEstimate(unit, estimate)}${tasks}`
  }
  const hasTrials = method.estimates.solved !== undefined
  return hasTrials ? (absent ?? 'missing') : 'missing'
}
