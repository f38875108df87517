import { z } from 'zod'
import type { RowReader } from '../../harness/ports/store.ts'
import { estimateAmount } from '../statistics/estimate-amount.ts'
import { estimateRateDifference } from '../statistics/estimate-rate-difference.ts'
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
  const seconds = column.between && readRows(reader, totalsByTask(selection, column.between[1]), TaskTotal)
  const estimates = new Map<string, Estimate>()
  for (const method of new Set(totals.map((row) => row.method_name))) {
    const ofMethod = (rows: readonly TaskTotal[]) => rows.filter((row) => row.method_name === method)
    const estimate = toEstimate(column, ofMethod(totals), seconds && ofMethod(seconds))
    if (estimate !== undefined) estimates.set(method, estimate)
  }
  return estimates
}

const toEstimate = (
  { key, unit }: Column,
  totals: readonly TaskTotal[],
  seconds: readonly TaskTotal[] | undefined,
): Estimate | undefined => {
  switch (unit) {
    case 'share':
      return estimateRate(totals.map(({ trials, total }) => ({ trials, successes: total })))
    case 'points':
      return estimateRateDifference(
        totals.map(({ task_id, trials, total }) => {
          const second = seconds?.find((row) => row.task_id === task_id)
          if (second === undefined) throw new TypeError(`column ${key}: the shares that it lies between are not known`)
          return { trials, left: second.total + total, right: second.total }
        }),
      )
    case 'number':
      return estimateAmount(totals.map(({ trials, total }) => total / trials))
  }
}
