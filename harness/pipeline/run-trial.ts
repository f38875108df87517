import { InfrastructureError, InterruptedError } from '../domain/errors.ts'
import type { EnvironmentIdentity, TrialRecord, TrialSpec } from '../domain/trial.ts'
import type { ClusterPool } from '../ports/cluster.ts'
import type { Loop } from '../ports/loop.ts'
import type { Rng } from '../ports/rng.ts'
import { withTrial } from './2-open-trial.ts'
import { withFault } from './3-inject-fault.ts'
import { runMethod } from './4-run-method.ts'
import { verifyRun } from './5-verify.ts'
import { recordTrial, recordVoid } from './6-record.ts'
import { createJournal } from './journal.ts'

export interface RunTrialDependencies {
  readonly pool: ClusterPool
  /** The root of all chance; everything forks it by label. */
  readonly rng: Rng
  /** Builds the loop of a trial's method. */
  readonly loopOf: (spec: TrialSpec) => Loop
  /** The environment that the trial was planned for. */
  readonly environment: EnvironmentIdentity
}

/**
 * One trial from an empty cluster to its record. Whatever breaks makes it void, with the stage and the reason.
 * @throws {InterruptedError} when the signal was aborted; the trial then leaves no record
 */
export const runTrial = async (
  { pool, rng, loopOf, environment }: RunTrialDependencies,
  spec: TrialSpec,
  signal: AbortSignal,
): Promise<TrialRecord> => {
  const journal = createJournal()
  const opening = { pool, rng, journal, environmentFingerprint: environment.fingerprint }
  try {
    const loop = loopOf(spec)
    const completed = await withTrial(opening, spec, signal, (open) =>
      withFault({ open, rng, journal }, open.spec, signal, async () => {
        const run = await runMethod({ open, loop, rng, journal }, open.spec, signal)
        const verified = await verifyRun({ open, journal }, run, open.spec, signal)
        return { openedMs: open.openedMs, run, verified, environment: open.cluster.identity }
      }),
    )
    return recordTrial(journal, spec, completed)
  } catch (error) {
    if (signal.aborted && !isInfrastructure(signal.reason))
      throw new InterruptedError('the trial was stopped', { cause: error })
    return recordVoid(journal, spec, { reason: reasonOf(error), environment })
  }
}

/** A watchdog aborts with the reason for which the trial is void; a user aborts with none or another. */
const isInfrastructure = (reason: unknown): boolean => reason instanceof InfrastructureError

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error instanceof InfrastructureError ? error.message : `${error.name}: ${error.message}`
}
