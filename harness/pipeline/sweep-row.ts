import type { Sweep } from '../domain/sweep.ts'
import type { TrialSpec } from '../domain/trial.ts'
import type { SweepRow } from '../ports/store.ts'

/**
 * The row of a sweep: its name is its id, so that a sweep whose files have changed keeps the trials whose cells did not.
 * @param provenance where everything came from: commit, digests, versions, machine
 */
export const sweepRow = (sweep: Sweep, trials: readonly TrialSpec[], provenance: SweepRow['provenance']): SweepRow => ({
  sweepId: sweep.sweep,
  name: sweep.sweep,
  mode: sweep.mode,
  designJson: JSON.stringify({
    title: sweep.title,
    suite: sweep.suite,
    windows: trials[0]?.mode,
    tasks: [...new Set(trials.map(({ task }) => task.id))],
    methods: sweep.methods,
    seeds: sweep.seeds,
    contrasts: sweep.contrasts,
    retries: sweep.retries,
  }),
  provenance,
})
