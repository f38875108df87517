import { z } from 'zod'
import type { RowReader } from '../../harness/ports/store.ts'
import { quote } from './counted-trials.ts'
import { readRows } from './read-rows.ts'

/** What became of a method's planned trials. Missing trials (void, or not run) bound the solved rate from both sides. */
export type Coverage = {
  readonly method: string
  readonly planned: number
  /** Trials with a result that counts, fallbacks among them. */
  readonly judged: number
  readonly voidAttempts: number
  /** Judged trials in which a component answered in place of the one asked for. */
  readonly fallbackTrials: number
  /** Mean over tasks of solved/planned: every missing trial taken as unsolved. */
  readonly worstCase: number
  /** The same with every missing trial taken as solved. */
  readonly bestCase: number
}

/** Coverage of each method of a sweep, methods without any attempt included. */
export const readCoverage = (reader: RowReader, sweepId: string): ReadonlyMap<string, Coverage> =>
  new Map(readRows(reader, coverageSql(sweepId), CoverageShape).map((row) => [row.method, row]))

/** One row a method; complete SQL, to be run by hand. */
export const coverageSql = (sweepId: string): string => `WITH planned AS (
  SELECT cell.method_name, cell.task_id, sweep_trial.trial_id, result.outcome,
         (SELECT count(*) FROM attempt WHERE attempt.trial_id = sweep_trial.trial_id AND attempt.outcome = 'void') AS voids,
         EXISTS (SELECT 1 FROM component_use AS use
                 WHERE use.trial_id = result.trial_id AND use.attempt_no = result.attempt_no
                   AND use.requested <> use.used) AS has_fallback
  FROM sweep_trial
  JOIN trial USING (trial_id)
  JOIN cell USING (cell_id)
  LEFT JOIN result ON result.trial_id = sweep_trial.trial_id AND result.sweep_id = sweep_trial.sweep_id
  WHERE sweep_trial.sweep_id = ${quote(sweepId)}
), by_task AS (
  SELECT method_name, task_id, count(*) AS planned, count(outcome) AS judged, sum(voids) AS voids,
         sum(has_fallback) AS fallbacks, total(outcome = 'solved') AS solved
  FROM planned GROUP BY method_name, task_id
)
SELECT method_name AS method, sum(planned) AS planned, sum(judged) AS judged, sum(voids) AS voidAttempts,
       sum(fallbacks) AS fallbackTrials, avg(solved / planned) AS worstCase,
       avg((solved + planned - judged) / planned) AS bestCase
FROM by_task GROUP BY method_name ORDER BY method_name`

const CoverageShape = z.strictObject({
  method: z.string(),
  planned: z.int(),
  judged: z.int(),
  voidAttempts: z.int(),
  fallbackTrials: z.int(),
  worstCase: z.number(),
  bestCase: z.number(),
})
