import { InterruptedError } from '../domain/errors.ts'
import { durationMs } from '../domain/duration.ts'
import type { Limits } from '../domain/task.ts'
import type { Clock } from '../ports/clock.ts'
import { LimitReached } from '../ports/loop.ts'
import type { Shell } from '../ports/shell.ts'

interface Dependencies {
  /** The method's account; what runs there is already recorded. */
  readonly shell: Shell
  readonly clock: Clock
}

export interface Meter {
  readonly shell: Shell
  readonly clock: Clock
  /** Which limit was reached, for people; null while none was. It stays, whatever a loop makes of the error. */
  readonly reached: () => string | null
  readonly commands: () => number
}

/** Counts a method's commands and cluster time from now on; past its limits every command and sleep throws {@link LimitReached}. */
export const createMeter = ({ shell, clock }: Dependencies, limits: Limits, signal: AbortSignal): Meter => {
  const endMs = clock.nowMs() + durationMs(limits.time)
  let commands = 0
  let reached: string | null = null
  const stop = (limit: string): never => {
    reached ??= limit
    throw new LimitReached(reached)
  }
  const leftMs = (): number => {
    if (signal.aborted) throw new InterruptedError('the trial was stopped', { cause: signal.reason })
    if (reached !== null) stop(reached)
    const left = endMs - clock.nowMs()
    return left > 0 ? left : stop(`the limit of ${limits.time} is used up`)
  }
  return {
    reached: () => reached,
    commands: () => commands,
    shell: {
      exec: async (command, options) => {
        const allowedMs = leftMs()
        if (commands >= limits.commands) stop(`the limit of ${limits.commands} commands is used up`)
        commands += 1
        const outcome = await shell.exec(command, {
          ...options,
          timeoutMs: Math.min(options.timeoutMs, allowedMs),
          signal: options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]),
        })
        if (outcome.status === 'timed-out' && options.timeoutMs >= allowedMs)
          stop(`the limit of ${limits.time} is used up`)
        return outcome
      },
    },
    clock: {
      nowMs: () => clock.nowMs(),
      sleep: async (ms, sleeperSignal) => {
        const allowedMs = leftMs()
        const anySignal = sleeperSignal === undefined ? signal : AbortSignal.any([signal, sleeperSignal])
        await clock.sleep(Math.min(ms, allowedMs), anySignal)
        if (ms > allowedMs) stop(`the limit of ${limits.time} is used up`)
      },
    },
  }
}
