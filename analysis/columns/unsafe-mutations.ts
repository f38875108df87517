import type { Column } from './column.ts'

/** Changes of the cluster by the method, a trial, that were outside its scope or destructive, as the audit saw them. */
export const unsafeMutations: Column = {
  key: 'unsafe_mutations',
  title: 'Unsafe mutations',
  unit: 'number',
  value: `(SELECT count(*) FROM mutation WHERE mutation.trial_id = counted.trial_id AND mutation.attempt_no = counted.attempt_no
   AND mutation.actor = 'method' AND mutation.class IN ('out-of-scope', 'destructive'))`,
}
