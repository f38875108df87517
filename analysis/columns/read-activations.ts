import { z } from 'zod'
import type { RowReader } from '../../harness/ports/store.ts'
import { countedTrials } from './counted-trials.ts'
import type { Selection } from './counted-trials.ts'
import { readRows } from './read-rows.ts'

/** How often each component of each method changed what happened, over the counted trials. */
export type Activation = {
  readonly method: string
  readonly component: string
  readonly decisions: number
  readonly acted: number
}

export const readActivations = (reader: RowReader, selection: Selection): readonly Activation[] =>
  readRows(reader, activationsSql(selection), ActivationShape)

/** One row for each method and component that ever decided anything. */
export const activationsSql = (selection: Selection): string =>
  [
    countedTrials(selection),
    'SELECT method_name AS method, component, count(*) AS decisions, sum(activated) AS acted',
    'FROM counted JOIN activation USING (trial_id, attempt_no)',
    'GROUP BY method_name, component',
    'ORDER BY method_name, component',
  ].join('\n')

const ActivationShape = z.strictObject({
  method: z.string(),
  component: z.string(),
  decisions: z.int(),
  acted: z.int(),
})
