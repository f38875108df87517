/** One job at a time: `abort` means the one that runs. */
export type ToWorker<Job> =
  { readonly type: 'run'; readonly job: Job } | { readonly type: 'abort' } | { readonly type: 'close' }

export type FromWorker<Result> =
  | { readonly type: 'finished'; readonly result: Result }
  | {
      readonly type: 'failed'
      readonly isInterruption: boolean
      readonly message: string
      readonly stack: string | undefined
    }
