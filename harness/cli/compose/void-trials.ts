import type { RowReader } from '../../ports/store.ts'

/** The trials of a sweep that have attempts and no result, one line each, with the reason of the last attempt. */
export const voidTrials = (reader: RowReader, sweepId: string): readonly string[] =>
  reader
    .rows(
      `SELECT task_id, method_name, seed, void_stage, void_reason FROM sweep_attempt AS last
       WHERE sweep_id = :sweepId AND outcome = 'void'
         AND attempt_no = (SELECT max(attempt_no) FROM attempt WHERE attempt.trial_id = last.trial_id)
       ORDER BY position`,
      { sweepId },
    )
    .map(
      (row) =>
        `${row['task_id']}, ${row['method_name']}, seed ${row['seed']}: ${row['void_stage']}: ${row['void_reason']}`,
    )
