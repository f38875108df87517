import type { ExecutionReport } from '../../domain/execution-report.ts'
import type { Finding } from '../../domain/finding.ts'
import type { TaskCard } from '../../domain/task.ts'
import type { CapabilityProfile, Verification } from '../../ports/components.ts'

/** What an agent planned, did and found out. */
export interface AgentReport {
  readonly card: TaskCard
  /** κ(E) */
  readonly capabilities: CapabilityProfile
  readonly stages: readonly StageReport[]
  readonly components: NonNullable<ExecutionReport['components']>
}

export interface StageReport {
  readonly stage: string
  /** Best first; the first ones ran. */
  readonly planned: readonly { readonly skill: string; readonly reason: string }[]
  readonly runs: readonly PlannedRun[]
}

export interface PlannedRun {
  readonly skill: string
  /** Why it was chosen. */
  readonly reason: string
  /** `verified`: its actions were left out, for the reason in `note`. */
  readonly mode: 'executed' | 'verified'
  readonly note: string | null
  readonly ok: boolean
  readonly report: ExecutionReport
  readonly finding: Finding | null
  readonly verification: Verification | null
}
