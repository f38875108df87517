import { join } from 'node:path'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { InterruptedError } from '../../domain/errors.ts'
import type { ModeName } from '../../domain/mode.ts'
import { runSweep, type SweepSummary } from '../../pipeline/run-sweep.ts'
import type { Store } from '../../ports/store.ts'
import { openStore } from '../compose/open-store.ts'
import { pilotFile, planSweep, type PlannedSweep } from '../compose/plan-sweep.ts'
import { projectRoot } from '../compose/read-project.ts'
import { openResultsFolder, STORE_FILE } from '../compose/results-folder.ts'
import { rootRng } from '../compose/root-rng.ts'
import { startTrialRunner } from '../compose/start-trial-runner.ts'
import { voidTrials } from '../compose/void-trials.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { createProgress } from '../terminal/progress.ts'

export interface SweepOptions {
  readonly fresh?: boolean
  readonly workers?: number
  /** Results folder. */
  readonly out?: string
}

/** The main job. */
export const runPilot = (context: CommandContext, mode: ModeName, options: SweepOptions): Promise<ExitCode> =>
  runPlanned(context, pilotFile(projectRoot()), mode, options)

/** The experiment of a sweep file. */
export const runSweepFile = (context: CommandContext, file: string, options: SweepOptions): Promise<ExitCode> =>
  runPlanned(context, file, undefined, options)

const runPlanned = async (
  context: CommandContext,
  file: string,
  mode: ModeName | undefined,
  options: SweepOptions,
): Promise<ExitCode> => {
  const planned = await planSweep({ warn: context.printer.log }, { file, ...(mode === undefined ? {} : { mode }) })
  const folder = options.out ?? join('results', planned.plan.sweep.sweepId)
  const release = openResultsFolder(folder, { fresh: options.fresh === true })
  try {
    return await runIn(context, planned, folder, options)
  } finally {
    release()
  }
}

const runIn = async (
  context: CommandContext,
  planned: PlannedSweep,
  folder: string,
  options: SweepOptions,
): Promise<ExitCode> => {
  const { sweepId } = planned.plan.sweep
  const storePath = join(folder, STORE_FILE)
  const store = openStore(storePath)
  try {
    const summary = await runTrials(context, { planned, store, storePath, workers: options.workers })
    const voids = voidTrials(store, sweepId)
    for (const line of voids) context.printer.log(`void: ${line}`)
    // Imported late: the renderer would take memory while trials run.
    const { makeReport } = await import('./make-report.ts')
    await makeReport(context, { store, sweepId, folder, extra: { kept: summary.kept, voids } })
    return voids.length === 0 ? exitCode.done : exitCode.failed
  } finally {
    store.close()
  }
}

const runTrials = async (
  { io }: CommandContext,
  {
    planned: { plan, setup },
    store,
    storePath,
    workers,
  }: {
    readonly planned: PlannedSweep
    readonly store: Store
    readonly storePath: string
    readonly workers: number | undefined
  },
): Promise<SweepSummary> => {
  const describeKept = (): string => {
    const kept = store.finishedTrials(plan.sweep.sweepId).size
    return `${kept} of ${plan.trials.length} trials are kept in ${storePath}: the same command goes on from there`
  }
  io.whenStoppedAtOnce(describeKept)
  const runner = await startTrialRunner(setup, { workers, trials: plan.trials.length })
  try {
    const observer = await createProgress({ ...io, clock: systemClock })
    return await runSweep({ store, runner, rng: rootRng(), observer }, plan, io.signal)
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
    throw new InterruptedError(`stopped; ${describeKept()}`, { cause: error })
  } finally {
    await runner.close()
  }
}
