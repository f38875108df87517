import type { TrialRecord, TrialSpec } from '../domain/trial.ts'

export interface FinishedTrial {
  readonly record: TrialRecord
  /** Real time that the trial took, in ms. */
  readonly wallMs: number
}

/** Runs trials: in this thread, or in workers. */
export interface TrialRunner {
  /** So many trials may run at a time. */
  readonly capacity: number
  /** @throws {InterruptedError} when the signal was aborted; the trial then leaves no record */
  readonly run: (spec: TrialSpec, signal: AbortSignal) => Promise<FinishedTrial>
  readonly close: () => Promise<void>
}
