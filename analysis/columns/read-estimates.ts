import { z } from 'zod'
import type { RowReader } from '../../harness/ports/store.ts'
import { estimateMean } from '../statistics/estimate-mean.ts'
import { estimateRate } from '../statistics/estimate-rate.ts'
import type { Estimate } from '../statistics/estimate.ts'
import type { Column } from './column.ts'
import type { Selection } from './counted-trials.ts'
import { readRows } from './read-rows.ts'
import { totalsByTask } from './totals-by-task.ts'

/** Counted trials of a method on a task, and the sum of a column over them. */
export const TaskTotal = z.strictObject({
  method_name: z.string(),
  task_id: z.string(),
  trials: z.int().positive(),
  total: z.number(),
})
export type TaskTotal = z.output<typeof TaskTotal>

/** The column's estimate for each method that has counted trials with the quantity; methods without one are absent. */
export const readEstimates = (
  reader: RowReader,
  selection: Selection,
  column: Column,
): ReadonlyMap<string, Estimate> => {
  const totals = readRows(reader, totalsByTask(selection, column), TaskTotal)
  const estimates = new Map<string, Estimate>()
  for (const method of new Set(totals.map((row) => row.method_name))) {
    const estimate = toEstimate(
      column,
      totals.filter((row) => row.method_name === method),
    )
    if (estimate !== undefined) estimates.set(method, estimate)
  }
  return estimates
}

const toEstimate = ({ unit }: Column, totals: readonly TaskTotal[]): Estimate | undefined => {
  switch (unit) {
    case 'share':
      return estimateRate(totals.map(({ trials, total }) => ({ trials, successes: total })))
    case 'points':
    case 'number':
      return estimateMean(totals.map(({ trials, total }) => total / trials))
  }
}
