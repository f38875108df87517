import { InterruptedError } from '../domain/errors.ts'
import type { Outcome, TrialSpec } from '../domain/trial.ts'
import type { SweepObserver } from '../ports/observer.ts'
import type { Rng } from '../ports/rng.ts'
import type { Store, SweepRow } from '../ports/store.ts'
import type { TrialRunner } from '../ports/trial-runner.ts'
import { orderTrials } from './order-trials.ts'

export interface RunSweepDependencies {
  /** Written to by this thread alone. */
  readonly store: Store
  readonly runner: TrialRunner
  readonly rng: Rng
  readonly observer: SweepObserver
}

export interface SweepPlan {
  readonly sweep: SweepRow
  readonly trials: readonly TrialSpec[]
  /** A void trial is tried again so many times. */
  readonly retries: number
}

export interface SweepSummary {
  /** Trials that had a result before. */
  readonly kept: number
  /** Trials by the outcome of their last attempt of this run. */
  readonly outcomes: Readonly<Record<Outcome, number>>
}

/**
 * Runs the trials of a sweep that have no result yet, and saves each as it ends.
 * @throws {InterruptedError} when the signal was aborted; what has ended by then is saved
 */
export const runSweep = async (
  { store, runner, rng, observer }: RunSweepDependencies,
  { sweep, trials, retries }: SweepPlan,
  signal: AbortSignal,
): Promise<SweepSummary> => {
  store.beginSweep(sweep, trials)
  const finished = store.finishedTrials(sweep.sweepId)
  const queue = orderTrials({ rng }, trials).filter(({ trialId }) => !finished.has(trialId))
  const outcomes = { solved: 0, unsolved: 0, blocked: 0, limit: 0, void: 0 }
  observer.started({ total: trials.length, kept: trials.length - queue.length })

  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const pending = queue.values()
  const work = async (): Promise<void> => {
    for (const spec of pending) {
      for (let attempt = 0; attempt <= retries; attempt += 1) {
        if (either.aborted) throw new InterruptedError('the sweep was stopped', { cause: either.reason })
        const { record, wallMs } = await runner.run(spec, either)
        store.saveTrial(sweep.sweepId, record, wallMs)
        if (record.outcome === 'void' && attempt < retries) continue
        outcomes[record.outcome] += 1
        observer.finished(record)
        break
      }
    }
  }
  try {
    await allOrStop(Array.from({ length: runner.capacity }, work), stop)
  } finally {
    observer.ended()
  }
  return { kept: trials.length - queue.length, outcomes }
}

/** Waits for all; the first failure stops the others, is waited out, and goes on. */
const allOrStop = async (workers: readonly Promise<void>[], stop: AbortController): Promise<void> => {
  let failure: { readonly error: unknown } | undefined
  await Promise.all(
    workers.map((worker) =>
      worker.catch((error: unknown) => {
        failure ??= { error }
        stop.abort(error)
      }),
    ),
  )
  if (failure !== undefined) throw failure.error
}
