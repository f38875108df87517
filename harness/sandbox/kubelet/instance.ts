import type { ProcessTable } from '../processes/types.ts'

/** One run of a container: from its start to its end. */
export interface Instance {
  /** 64 hexadecimal digits. */
  readonly id: string
  /** Counts from 0: the restart count while this instance is the newest. */
  readonly attempt: number
  readonly startedAtMs: number
  /** Its processes; absent when its program could not be executed. */
  readonly table: (ProcessTable & { readonly stop: () => void }) | undefined
  /** Told once when it has ended. */
  readonly onEnd: (() => void)[]
  /** CPU time that single requests took, newest last. */
  readonly work: { readonly atMs: number; readonly cpuMs: number }[]
  /** Present once it has ended. */
  exit: Exit | undefined
  /** Its log, in the order of writing; requests that are under way stand in it already, with the time of their end. */
  readonly written: LogLine[]
  /** Foreign load inside its control group, by the id of who put it there. */
  readonly stress: Map<string, Stress>
  /** Use of resources over time: each entry holds until the next. The last one is current. */
  readonly usage: Usage[]
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

/** Adds a line to the log; the oldest ones go, as when the runtime turns its files over. */
export const writeLog = ({ written }: Instance, line: LogLine): void => {
  written.push(line)
  if (written.length > KEPT_LINES) written.splice(0, written.length - KEPT_LINES + 500)
}

const KEPT_LINES = 3000
