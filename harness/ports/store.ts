import type { TrialRecord, TrialSpec } from '../domain/trial.ts'

/** What is written down of a sweep before its first trial. Values are JSON texts or plain strings, ordered. */
export interface SweepRow {
  readonly sweepId: string
  readonly name: string
  readonly mode: string
  /** The resolved design: methods, tasks, seeds, windows, contrasts. */
  readonly designJson: string
  readonly provenance: Readonly<Record<string, string>>
}

/** Where observations are kept. One transaction a trial; a trial that counts is never overwritten. */
export interface Store extends RowReader {
  readonly beginSweep: (sweep: SweepRow, trials: readonly TrialSpec[]) => void
  /** Trials of the sweep that have a result which counts. */
  readonly finishedTrials: (sweepId: string) => ReadonlySet<string>
  /** A new attempt of the trial, with all its rows. `wallMs`: real time that it took. */
  readonly saveTrial: (sweepId: string, record: TrialRecord, wallMs: number) => void
  readonly close: () => void
}

export type SqlValue = string | number | null
export type Row = Readonly<Record<string, SqlValue>>

/** Read-only SQL over the rows. Tables: see the migrations of the adapter. */
export interface RowReader {
  readonly rows: (sql: string, parameters?: Readonly<Record<string, SqlValue>>) => readonly Row[]
}
