import type { RowReader } from '../../ports/store.ts'

/** The sweeps of a store, by their ids. */
export const sweepsIn = (reader: RowReader): readonly string[] =>
  reader.rows('SELECT sweep_id FROM sweep ORDER BY sweep_id').map((row) => String(row['sweep_id']))
