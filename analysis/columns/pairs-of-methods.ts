import type { Column } from './column.ts'
import { countedTrials, quote } from './counted-trials.ts'
import type { Selection } from './counted-trials.ts'

/** Values of a column for two methods on the same task, seed and environment: `task_id, seed, left_value, right_value`. */
export const pairsOfMethods = (
  selection: Selection,
  column: Column,
  arms: { readonly left: string; readonly right: string },
): string =>
  [
    `${countedTrials(selection)},`,
    `valued AS (SELECT *, ${column.value} AS value FROM counted${column.where === undefined ? '' : ` WHERE ${column.where}`})`,
    'SELECT a.task_id AS task_id, a.seed AS seed, a.value AS left_value, b.value AS right_value',
    'FROM valued AS a JOIN valued AS b USING (task_id, seed, environment_fingerprint)',
    `WHERE a.method_name = ${quote(arms.left)} AND b.method_name = ${quote(arms.right)}`,
    'ORDER BY task_id, seed',
  ].join('\n')
