import type { RunningPlan } from '../images/process-plan.ts'
import type { Cancel } from '../engine/types.ts'

/** One run of a container: from its start to its end. */
export interface Instance {
  /** 64 hexadecimal digits. */
  readonly id: string
  /** Counts from 0: the restart count while this instance is the newest. */
  readonly attempt: number
  readonly startedAtMs: number
  readonly plan: RunningPlan | undefined
  /** Present once it has ended. */
  exit: Exit | undefined
  /** Lines beyond those of the plan, such as requests that it served. */
  readonly written: LogLine[]
  /** Foreign load inside its control group, by the id of who put it there. */
  readonly stress: Map<string, Stress>
  /** Use of resources over time: each entry holds until the next. The last one is current. */
  readonly usage: Usage[]
  cancelEnd: Cancel | undefined
}

export interface Exit {
  readonly atMs: number
  readonly exitCode: number
  readonly reason: string
  readonly message?: string
}

export interface LogLine {
  readonly atMs: number
  readonly text: string
}

export interface Stress {
  readonly cpuMilli: number
  readonly memoryBytes: number
}

export interface Usage {
  readonly fromMs: number
  /** What the processes would use if nothing limited them. */
  readonly cpuDemandMilli: number
  readonly cpuMilli: number
  readonly memoryBytes: number
}

export const isRunning = (instance: Instance | undefined): instance is Instance =>
  instance !== undefined && instance.exit === undefined

export const currentUsage = (instance: Instance): Usage | undefined => instance.usage.at(-1)
