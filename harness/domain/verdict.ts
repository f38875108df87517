import type { CheckResult } from './check.ts'

/** What the oracle says (V_hid), from observations alone. `checks` is never empty: a vacuous verdict cannot be built. */
export interface Verdict {
  readonly passed: boolean
  readonly checks: readonly [CheckResult, ...CheckResult[]]
  readonly guard: readonly CheckResult[]
}

/** How the way back went. `restored`: the state afterwards equals the snapshot taken before the method began; null when not triggered. */
export interface RollbackVerdict {
  readonly available: boolean
  readonly triggered: boolean
  readonly completed: boolean
  readonly restored: boolean | null
}
