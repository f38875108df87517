import type { Cancel } from '../engine/types.ts'
import { FileFailure } from './files/file-trouble.ts'
import type { Files } from './files/files.ts'
import {
  BrokenPipe,
  SIGNALS,
  type Activity,
  type Effect,
  type Process,
  type ProcessClock,
  type Resumption,
  type Streams,
} from './types.ts'

/** A process with its activity, and where that stands. */
export interface Running extends Process {
  readonly activity: Activity<number>
  readonly streams: Streams
  effect: Effect | undefined
  /** What it came to before its files kept it waiting. */
  held: IteratorResult<Effect, number> | undefined
  cancel: Cancel
  steps: number
  restMs: number
}

export interface SchedulerDependencies {
  readonly clock: ProcessClock
  readonly files: Files
  /** Use of CPU may have changed. */
  readonly loaded: () => void
  /** Processes that have not ended. */
  readonly all: () => Iterable<Running>
  readonly end: (process: Running, exitCode: number) => void
}

/**
 * Lets processes run. Each runs until it waits; waiting costs an event when it wakes and nothing in between. A process that does not
 * wait is stopped after `BURST` steps and then goes on in ever longer intervals, with its CPU counted as used in full.
 */
export const createProcessScheduler = ({ clock, files, loaded, all, end }: SchedulerDependencies) => {
  const due: { readonly process: Running; readonly how: Resumption }[] = []
  let isPumping = false

  const pump = (): void => {
    if (isPumping) return
    isPumping = true
    try {
      for (let next = due.shift(); next !== undefined; next = due.shift()) resume(next.process, next.how)
    } finally {
      isPumping = false
    }
  }

  const resume = (process: Running, how: Resumption): void => {
    let resumption = how
    while (process.exitCode === undefined) {
      const result = process.held ?? step(process, resumption)
      process.held = undefined
      if (result === undefined) return
      const owedMs = files.takeDelayMs()
      if (owedMs > 0) return hold(process, result, owedMs)
      if (result.done === true) return end(process, result.value)
      const effect = result.value
      resumption = 'done'
      if (effect.kind === 'work') {
        process.steps += 1
        if (process.steps > (process.restMs === 0 ? BURST : LATER_BURST)) return rest(process)
        continue
      }
      process.steps = 0
      if (process.restMs > 0) {
        process.restMs = 0
        setCpu(process, 0)
      }
      if (effect.breaksOnSignal === true && process.pending.length > 0) {
        resumption = 'signal'
        continue
      }
      if (effect.kind === 'until' && effect.test()) continue
      if (effect.kind === 'sleep' && effect.ms !== Number.POSITIVE_INFINITY)
        process.cancel = clock.schedule(effect.ms, () => wake(process, 'done'))
      process.effect = effect
      return
    }
  }

  /** Its files kept it waiting: what it does next it does later. */
  const hold = (process: Running, result: IteratorResult<Effect, number>, ms: number): void => {
    process.held = result
    process.effect = { kind: 'sleep', ms }
    process.cancel = clock.schedule(ms, () => wake(process, 'done'))
  }

  const step = (process: Running, how: Resumption): IteratorResult<Effect, number> | undefined => {
    try {
      return process.activity.next(how)
    } catch (error) {
      if (error instanceof FileFailure) {
        process.streams.stderr.write(`${process.argv[0]}: ${error.message}\n`)
        end(process, 1)
        return undefined
      }
      if (!(error instanceof BrokenPipe)) throw error
      end(process, 128 + SIGNALS.PIPE)
      return undefined
    }
  }

  /** It did more than fits into no time: it uses its CPU and goes on later. */
  const rest = (process: Running): void => {
    process.steps = 0
    process.restMs = Math.min(Math.max(1000, process.restMs * 2), LONGEST_REST_MS)
    setCpu(process, 1000)
    process.effect = { kind: 'sleep', ms: process.restMs }
    process.cancel = clock.schedule(process.restMs, () => wake(process, 'done'))
  }

  const setCpu = (process: Running, cpuMilli: number): void => {
    if (process.cpuMilli === cpuMilli) return
    process.cpuMilli = cpuMilli
    loaded()
  }

  const wake = (process: Running, how: Resumption): void => {
    process.cancel()
    process.effect = undefined
    due.push({ process, how })
    pump()
  }

  const poke = (): void => {
    for (const process of all()) {
      const { effect } = process
      if (effect?.kind === 'until' && effect.test()) wake(process, 'done')
    }
  }

  const begin = (process: Running): void => {
    due.push({ process, how: 'done' })
    pump()
  }

  return { begin, wake, poke }
}

/** Steps that a process may take in no time, and in each interval after that. */
const BURST = 10_000
const LATER_BURST = 200
const LONGEST_REST_MS = 3_600_000
