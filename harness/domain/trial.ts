import type { Claim } from './claim.ts'
import type { Fault } from './fault.ts'
import type { Truth } from './finding.ts'
import type { Method } from './method.ts'
import type { MethodRights } from './method-rights.ts'
import type { Mode } from './mode.ts'
import type { NoiseLevel } from './noise.ts'
import type { ClassifiedMutation } from './mutation.ts'
import type { TaskInstance, Variant } from './task.ts'
import type { ClusterMs, TraceEvent } from './trace.ts'
import type { RollbackVerdict, Verdict } from './verdict.ts'

/** What a task drew by its seed. Placeholders in `truth` are filled. */
export interface Draw {
  readonly variantName: string
  readonly variant: Variant
  readonly workload: string | null
  readonly truth: Truth | null
}

/** One trial to run: cell × seed, with everything resolved. It can be sent to a worker as JSON. */
export interface TrialSpec {
  /** `cellId/seed`. */
  readonly trialId: string
  /** Hash (hex) of what determines the result, the seed apart. */
  readonly cellId: string
  readonly task: TaskInstance
  readonly method: Method
  readonly seed: number
  readonly draw: Draw
  readonly fault: Fault | null
  readonly mode: Mode
  readonly noise: NoiseLevel
  readonly rights: MethodRights
  /** Manifests of the task's app, as one YAML stream. */
  readonly appManifests: string
  /** Position in the sweep's own order (tasks, methods, seeds); nothing but listing depends on it. */
  readonly index: number
}

export type Outcome = 'solved' | 'unsolved' | 'blocked' | 'limit' | 'void'

/** When the fault was asked for, confirmed, first seen, gone by itself and removed, in cluster ms; null: did not happen. */
export interface FaultWindow {
  readonly fault: string
  readonly objectName: string
  readonly requestedMs: ClusterMs
  readonly injectedMs: ClusterMs | null
  readonly symptomMs: ClusterMs | null
  readonly expiredMs: ClusterMs | null
  readonly recoveredMs: ClusterMs | null
  readonly note: string
}

/** Cluster time of a trial in ms, split by who spent it. */
export interface TrialTimes {
  readonly environmentMs: number
  readonly methodMs: number
  readonly oracleMs: number
  /** From the start of the method to its finding or its last change, when the oracle passed; null (censored) otherwise. */
  readonly toSolveMs: number | null
}

interface TrialCommon {
  readonly trialId: string
  readonly cellId: string
  readonly taskId: string
  readonly family: string
  readonly methodName: string
  readonly seed: number
  readonly index: number
  readonly variantName: string
  readonly events: readonly TraceEvent[]
  readonly faultWindows: readonly FaultWindow[]
  readonly environment: EnvironmentIdentity
  /** Under which name the task's namespace stood on the cluster; null where the trial did not get so far. */
  readonly namespace: string | null
}

/** What ran the trial: kind of cluster, version of Kubernetes, and a digest of what determines its behaviour. */
export interface EnvironmentIdentity {
  readonly kind: 'sandbox' | 'ssh' | 'local'
  readonly kubernetesVersion: string
  readonly fingerprint: string
  /** Whether the method ran as a restricted identity of its own. */
  readonly isolation: 'restricted' | 'none'
}

/** A trial that counts. */
export interface JudgedTrial extends TrialCommon {
  readonly outcome: Exclude<Outcome, 'void'>
  readonly claim: Claim
  readonly verdict: Verdict
  readonly rollback: RollbackVerdict
  readonly mutations: readonly ClassifiedMutation[]
  readonly times: TrialTimes
  readonly commands: number
}

/** A trial that says nothing of the method: missing data, with the reason. */
export interface VoidTrial extends TrialCommon {
  readonly outcome: 'void'
  readonly stage: 'open' | 'inject' | 'run' | 'verify' | 'close'
  readonly reason: string
}

export type TrialRecord = JudgedTrial | VoidTrial
