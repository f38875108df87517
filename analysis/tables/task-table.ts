import type { ReportModel } from '../summary/report-model.ts'
import type { Grid } from './grid.ts'

/** Tasks by methods: solved/counted trials; a cell without counted trials is missing. */
export const taskTable = ({ design, methods, solvedByTask }: ReportModel): Grid => ({
  caption: 'Solved trials of counted trials, for each task and method.',
  head: ['Task', ...methods.map((method) => method.title)],
  rows: design.tasks.map((task) => [
    task,
    ...methods.map((method) => {
      const cell = solvedByTask.find((total) => total.task_id === task && total.method_name === method.name)
      return cell === undefined ? 'missing' : `${cell.total}/${cell.trials}`
    }),
  ]),
})
