import type { RowReader } from '../../harness/ports/store.ts'
import { columns } from '../columns/index.ts'
import type { ColumnName } from '../columns/index.ts'
import type { Selection } from '../columns/counted-trials.ts'
import { digestRows } from '../columns/digest-rows.ts'
import { pairsOfMethods } from '../columns/pairs-of-methods.ts'
import { activationsSql, readActivations } from '../columns/read-activations.ts'
import { coverageSql, readCoverage } from '../columns/read-coverage.ts'
import { readDesign } from '../columns/read-design.ts'
import type { Design } from '../columns/read-design.ts'
import { readEstimates, TaskTotal } from '../columns/read-estimates.ts'
import { readRows } from '../columns/read-rows.ts'
import { meanOverTasks, totalsByTask } from '../columns/totals-by-task.ts'
import type { Estimate } from '../statistics/estimate.ts'
import type { ContrastSummary, Query, ReportModel } from './report-model.ts'
import { summariseContrasts } from './summarise-contrasts.ts'

/**
 * Turns the rows of one sweep into everything that a report shows. Reads only; the same rows give the same model.
 * @throws {RangeError} when the store has no such sweep
 */
export const analyse = (reader: RowReader, selection: Selection): ReportModel => {
  const design = readDesign(reader, selection.sweepId)
  const coverage = readCoverage(reader, selection.sweepId)
  const activations = readActivations(reader, selection)
  const estimatesOf = readAllEstimates(reader, selection)
  const contrasts = summariseContrasts(reader, selection, { design, coverage, activations })
  return {
    design,
    selection,
    rowsDigest: digestRows(reader, selection.sweepId),
    methods: design.methods.map(({ name, title, description }) => {
      const covered = coverage.get(name)
      if (covered === undefined) throw new TypeError(`method ${name}: its planned trials are not in the store`)
      return { name, title, description, estimates: estimatesOf(name), coverage: covered }
    }),
    solvedByTask: readRows(reader, totalsByTask(selection, columns.solved), TaskTotal),
    contrasts,
    activations,
    queries: listQueries(selection, design, contrasts),
  }
}

const readAllEstimates = (reader: RowReader, selection: Selection) => {
  const read = (column: ColumnName): ReadonlyMap<string, Estimate> => readEstimates(reader, selection, columns[column])
  const all = {
    solved: read('solved'),
    claimed: read('claimed'),
    falsePositiveGap: read('falsePositiveGap'),
    unsafeMutations: read('unsafeMutations'),
    deniedMutations: read('deniedMutations'),
    rollback: read('rollback'),
    commands: read('commands'),
    clusterSeconds: read('clusterSeconds'),
  } satisfies Record<ColumnName, ReadonlyMap<string, Estimate>>
  return (method: string): Record<ColumnName, Estimate | undefined> => ({
    solved: all.solved.get(method),
    claimed: all.claimed.get(method),
    falsePositiveGap: all.falsePositiveGap.get(method),
    unsafeMutations: all.unsafeMutations.get(method),
    deniedMutations: all.deniedMutations.get(method),
    rollback: all.rollback.get(method),
    commands: all.commands.get(method),
    clusterSeconds: all.clusterSeconds.get(method),
  })
}

const listQueries = (
  selection: Selection,
  { sweepId }: Design,
  contrasts: readonly ContrastSummary[],
): readonly Query[] => [
  ...Object.values(columns).map((column) => ({
    title: `${column.title}: mean over tasks`,
    sql: meanOverTasks(selection, column),
  })),
  { title: 'Solved and counted trials of each method on each task', sql: totalsByTask(selection, columns.solved) },
  { title: 'Planned, judged, void and fallback trials; bounds of the solved rate', sql: coverageSql(sweepId) },
  { title: 'Activations of components', sql: activationsSql(selection) },
  ...contrasts.map(({ system, other }) => ({
    title: `Pairs of ${system} and ${other}, solved`,
    sql: pairsOfMethods(selection, columns.solved, { left: system, right: other }),
  })),
]
