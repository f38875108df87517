import type { Column } from './column.ts'

/** Changes that the method asked for, a trial, and that the API server refused: attempts, without effect. */
export const deniedMutations: Column = {
  key: 'denied_mutations',
  title: 'Denied mutations',
  unit: 'number',
  value: `(SELECT count(*) FROM mutation WHERE mutation.trial_id = counted.trial_id AND mutation.attempt_no = counted.attempt_no
   AND mutation.actor = 'method' AND mutation.class = 'denied')`,
}
