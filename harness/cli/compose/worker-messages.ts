import type { TrialSpec } from '../../domain/trial.ts'
import type { FinishedTrial } from '../../ports/trial-runner.ts'

/** One trial at a time: `abort` means the one that runs. */
export type ToWorker =
  { readonly type: 'run'; readonly spec: TrialSpec } | { readonly type: 'abort' } | { readonly type: 'close' }

export type FromWorker =
  | { readonly type: 'finished'; readonly trial: FinishedTrial }
  | {
      readonly type: 'failed'
      readonly isInterruption: boolean
      readonly message: string
      readonly stack: string | undefined
    }
