/** Time of a cluster. In the sandbox it is virtual: sleeping costs nothing. */
export interface Clock {
  /** Whole ms since the Unix epoch, on the cluster's clock. */
  readonly nowMs: () => number
  /** @throws the signal's reason when it is aborted */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}
