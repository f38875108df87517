import type { TrialRecord } from '../domain/trial.ts'

/** Progress of a sweep, for people. */
export interface SweepObserver {
  readonly started: (progress: { readonly total: number; readonly kept: number }) => void
  readonly finished: (record: TrialRecord) => void
  readonly ended: () => void
}
