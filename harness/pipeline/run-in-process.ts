import { InfrastructureError, InterruptedError } from '../domain/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { TrialRunner } from '../ports/trial-runner.ts'
import { runTrial } from './run-trial.ts'
import type { RunTrialDependencies } from './run-trial.ts'

export interface InProcessDependencies extends RunTrialDependencies {
  /** The machine's own clock, not the cluster's. */
  readonly wallClock: Clock
  /** Real time after which a trial is given up; default: 30 minutes. */
  readonly watchdogMs?: number
}

/** Real time after which a trial is given up as void: something hangs that cluster time does not see. */
const WATCHDOG_MS = 30 * 60_000

/** Runs trials one at a time in this thread. */
export const createInProcessRunner = (dependencies: InProcessDependencies): TrialRunner => {
  const { wallClock, pool, watchdogMs = WATCHDOG_MS } = dependencies
  return {
    capacity: 1,
    run: async (spec, signal) => {
      const startMs = wallClock.nowMs()
      const record = await underWatchdog({ wallClock, watchdogMs }, signal, (both) =>
        runTrial(dependencies, spec, both),
      )
      return { record, wallMs: wallClock.nowMs() - startMs }
    },
    close: () => pool.close(),
  }
}

const underWatchdog = async <T>(
  { wallClock, watchdogMs }: { readonly wallClock: Clock; readonly watchdogMs: number },
  signal: AbortSignal,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  if (signal.aborted) throw new InterruptedError('the sweep was stopped', { cause: signal.reason })
  const ended = new AbortController()
  const expired = new AbortController()
  const watch = wallClock.sleep(watchdogMs, ended.signal).then(
    () =>
      expired.abort(
        new InfrastructureError(`the trial did not end within ${watchdogMs / 60_000} minutes of real time`),
      ),
    () => undefined,
  )
  try {
    return await body(AbortSignal.any([signal, expired.signal]))
  } finally {
    ended.abort()
    await watch
  }
}
