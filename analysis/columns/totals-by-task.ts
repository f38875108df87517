import type { Column } from './column.ts'
import { countedTrials } from './counted-trials.ts'
import type { Selection } from './counted-trials.ts'

/** Totals of a column for each method and task: `method_name, task_id, trials, total`. */
export const totalsByTask = (selection: Selection, column: Column): string =>
  [
    countedTrials(selection),
    'SELECT method_name, task_id, count(*) AS trials,',
    `       total(${column.value}) AS total`,
    'FROM counted',
    ...(column.where === undefined ? [] : [`WHERE ${column.where}`]),
    'GROUP BY method_name, task_id',
    'ORDER BY method_name, task_id',
  ].join('\n')

/** The table's number in one statement: the mean of task means for each method. */
export const meanOverTasks = (selection: Selection, column: Column): string =>
  [
    countedTrials(selection),
    'SELECT method_name, avg(task_mean) AS mean, count(*) AS tasks',
    'FROM (',
    `  SELECT method_name, task_id, avg(${column.value}) AS task_mean`,
    '  FROM counted',
    ...(column.where === undefined ? [] : [`  WHERE ${column.where}`]),
    '  GROUP BY method_name, task_id',
    ')',
    'GROUP BY method_name',
    'ORDER BY method_name',
  ].join('\n')
