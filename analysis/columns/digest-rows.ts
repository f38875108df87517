import { createHash } from 'node:crypto'
import type { RowReader } from '../../harness/ports/store.ts'
import { quote } from './counted-trials.ts'

/** SHA-256 (hex) of the rows that an analysis of the sweep can read; real time, which differs from run to run, is not among them. */
export const digestRows = (reader: RowReader, sweepId: string): string => {
  const hash = createHash('sha256')
  for (const sql of queries(quote(sweepId))) {
    for (const row of reader.rows(sql)) hash.update(`${JSON.stringify(Object.values(row))}\n`)
  }
  return hash.digest('hex')
}

const queries = (sweep: string): readonly string[] => [
  `SELECT position, trial_id, method_json FROM sweep_trial JOIN trial USING (trial_id) JOIN cell USING (cell_id)
   WHERE sweep_id = ${sweep} ORDER BY position, trial_id`,
  `SELECT * FROM sweep_attempt WHERE sweep_id = ${sweep} ORDER BY trial_id, attempt_no`,
  ...['mutation', 'activation', 'component_use'].map(
    (table) =>
      `SELECT ${table}.* FROM ${table} WHERE trial_id IN (SELECT trial_id FROM sweep_trial WHERE sweep_id = ${sweep})
       ORDER BY trial_id, attempt_no, seq`,
  ),
]
