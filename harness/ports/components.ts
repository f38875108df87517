import type { CheckResult } from '../domain/check.ts'
import type { CommandOutcome } from '../domain/command-outcome.ts'
import type { ExecutionReport } from '../domain/execution-report.ts'
import type { Finding } from '../domain/finding.ts'
import type { RiskLevel, Skill } from '../domain/skill.ts'
import type { TaskCard } from '../domain/task.ts'
import type { Shell } from './shell.ts'

/** κ(E): what the environment lets an operator do, found by read-only probes. */
export interface CapabilityProfile {
  /** `kubectl auth can-i`-style permissions that hold, as `verb resource`, sorted. */
  readonly permissions: readonly string[]
  readonly tools: readonly string[]
  readonly metrics: boolean
  readonly kubernetesVersion: string | null
}

export interface CapabilityProbe {
  readonly probe: (input: { readonly card: TaskCard; readonly shell: Shell }) => Promise<CapabilityProfile>
}

/** σ: what failed, in a form that recognises the same failure again. */
export interface FailureSignature {
  readonly skill: string
  readonly step: string
  readonly kind: 'action-failed' | 'verification-failed' | 'denied' | 'precondition-failed' | 'timed-out'
  readonly detail: string
}

/** Failure memory of one trial. */
export interface FailureMemory {
  readonly remember: (signature: FailureSignature) => void
  readonly all: () => readonly FailureSignature[]
}

export interface SkillChoice {
  readonly skill: Skill
  readonly reason: string
}

/** π: ranks the skills of the bank for a card, best first; those that cannot help are left out. */
export interface Planner {
  readonly plan: (input: {
    readonly card: TaskCard
    readonly skills: readonly Skill[]
    readonly capabilities: CapabilityProfile | null
    readonly failures: readonly FailureSignature[]
  }) => Promise<readonly SkillChoice[]>
}

/** Writes a skill for a card, or fills a skill's parameters from it. */
export interface Generator {
  readonly generate: (input: { readonly card: TaskCard; readonly basis: Skill | null }) => Promise<Skill>
}

/** An observation that a verifier judged. */
export interface Verification {
  readonly passed: boolean
  readonly reason: string
  readonly checks: readonly CheckResult[]
}

/** V_vis: judges the method's own result, by several signals where it can. */
export interface Verifier {
  readonly verify: (input: {
    readonly card: TaskCard
    readonly report: ExecutionReport
    readonly finding: Finding | null
    readonly shell: Shell
  }) => Promise<Verification>
}

/** u_ω: an edit Δ_σ of a skill that answers its failures; null when it knows none. `notes` are for people. */
export interface Optimizer {
  readonly repair: (input: {
    readonly skill: Skill | null
    readonly report: ExecutionReport
    readonly failures: readonly FailureSignature[]
  }) => Promise<{
    readonly skill: Skill | null
    readonly notes: readonly string[]
  }>
}

/** What the gate says of a command before it runs. */
export type GateDecision =
  | { readonly allowed: true; readonly reason: string }
  | { readonly allowed: false; readonly rule: string; readonly reason: string }

/** g_ψ over the risk budget B(S, E). */
export interface Gate {
  readonly decide: (command: string) => GateDecision
}

/** B(S, E): how much a method may risk on a task. */
export interface RiskBudget {
  readonly maxRisk: RiskLevel
  /** Mutating commands that may still run. */
  readonly mutations: number
}

/** What a command's outcome means to a gate that keeps count. */
export interface GateObserver {
  readonly observe: (command: string, outcome: CommandOutcome) => void
}
