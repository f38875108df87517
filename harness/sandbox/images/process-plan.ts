import type { ServerBehaviour, TermBehaviour } from './types.ts'

/** What a container's process will do, told at its start. Times count from the start of the process. */
export type ProcessPlan = RunningPlan | UnstartablePlan

export interface RunningPlan {
  readonly kind: 'runs'
  /** Lines written once, in order. */
  readonly lines: readonly PlannedLine[]
  /** Lines that come back for ever. */
  readonly loop?: { readonly startMs: number; readonly periodMs: number; readonly lines: readonly PlannedLine[] }
  readonly server?: ServerBehaviour
  /** Absent while nothing ends it. */
  readonly end?: { readonly afterMs: number; readonly exitCode: number }
  readonly term: TermBehaviour
  readonly cpuMilli: number
  readonly memoryBytes: number
  /** A process that takes memory without end. */
  readonly memoryBytesPerSecond?: number
}

/** The runtime could not execute it. */
export interface UnstartablePlan {
  readonly kind: 'unstartable'
  readonly exitCode: number
  readonly message: string
}

export interface PlannedLine {
  readonly atMs: number
  readonly text: string
}
