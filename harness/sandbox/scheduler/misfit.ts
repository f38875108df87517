/** Why a pod does not fit a node, in the scheduler's words; empty when it does. */
export interface Misfit {
  readonly reasons: readonly string[]
  /** Whether fewer pods on the node would help. */
  readonly evictable: boolean
}

export const FITS: Misfit = { reasons: [], evictable: true }
