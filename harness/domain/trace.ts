import type { CheckResult } from './check.ts'
import type { CommandOutcome } from './command-outcome.ts'
import type { ComponentName } from './method.ts'

/** Who a command ran for: the trial's brackets, the method, or the oracle. Time is split along these. */
export type Actor = 'environment' | 'method' | 'oracle'

/** A time of the cluster, in ms since the epoch of that cluster's clock. */
export type ClusterMs = number

/** Everything observed while a trial ran, in order. */
export type TraceEvent =
  | {
      readonly type: 'command'
      readonly atMs: ClusterMs
      readonly actor: Actor
      readonly episode: number
      readonly command: string
      readonly outcome: CommandOutcome
    }
  | {
      readonly type: 'check'
      readonly atMs: ClusterMs
      readonly actor: Actor
      readonly role: CheckRole
      readonly result: CheckResult
    }
  /** A component decided. It is an *activation* when it changed what happened; without one the component proves nothing. */
  | {
      readonly type: 'decision'
      readonly atMs: ClusterMs
      readonly component: ComponentName | 'rollback'
      readonly activated: boolean
      readonly detail: string
    }
  /** Which variant of a component was asked for and which one answered; they differ when a model was not reachable. */
  | {
      readonly type: 'component'
      readonly atMs: ClusterMs
      readonly component: ComponentName
      readonly requested: string
      readonly used: string
      readonly reason: string
    }
  | {
      readonly type: 'model-call'
      readonly atMs: ClusterMs
      readonly call: ModelCall
    }
  | {
      readonly type: 'rollback'
      readonly atMs: ClusterMs
      readonly available: boolean
      readonly completed: boolean
    }

export type CheckRole = 'precondition' | 'success' | 'verification' | 'oracle' | 'guard' | 'symptom'

/** One question to a language model. Prompts and answers carry no secrets: keys live in the adapter. */
export interface ModelCall {
  readonly purpose: string
  readonly model: string
  readonly status: 'answered' | 'unavailable' | 'invalid'
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly detail: string
}
