import { join } from 'node:path'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { InterruptedError, UsageError } from '../../domain/errors.ts'
import type { RealClusterConfig } from '../../domain/cluster.ts'
import type { ModeName } from '../../domain/mode.ts'
import { runSweep, type SweepSummary } from '../../pipeline/run-sweep.ts'
import type { Store } from '../../ports/store.ts'
import { openStore } from '../compose/open-store.ts'
import type { Clusters, Pools } from '../compose/open-clusters.ts'
import { pilotFile, planSweep, type PlannedSweep, type SweepRequest } from '../compose/plan-sweep.ts'
import { readRealCluster } from '../compose/read-cluster.ts'
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
  /** Cluster files; none: the sandbox. */
  readonly cluster?: readonly string[]
  /** The user insists on methods without a gate where nothing keeps them from the harness's rights. */
  readonly allowNoIsolation?: boolean
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
  if (options.cluster === undefined) return runOn(context, { file, mode }, options)
  if (options.workers !== undefined)
    throw new UsageError(
      '--workers is for the sandbox: a cluster runs one trial at a time; name several after --cluster',
    )
  const configs = await Promise.all(options.cluster.map((path) => readRealCluster({ warn: () => {} }, path)))
  const isPromised = configs.every(isIsolated)
  if (!isPromised) await refuseUngated(context, { file, mode }, options)
  const { openClusters } = await import('../compose/open-clusters.ts')
  const clusters = await openClusters(context.printer, options.cluster)
  try {
    if (isPromised && clusters.identity.isolation === 'none') await refuseUngated(context, { file, mode }, options)
    return await runOn(context, { file, mode, on: clusters }, options, clusters)
  } finally {
    await clusters.close()
  }
}

const runOn = async (
  context: CommandContext,
  request: SweepRequest,
  options: SweepOptions,
  clusters?: Clusters,
): Promise<ExitCode> => {
  const planned = await planSweep({ warn: context.printer.log }, request)
  const folder = options.out ?? join('results', planned.plan.sweep.sweepId)
  const release = openResultsFolder(folder, { fresh: options.fresh === true })
  try {
    // Not before the folder is taken: a run that may not begin leaves the cluster alone.
    const pools = await clusters?.join()
    return await runIn(context, { planned, pools }, folder, options)
  } finally {
    release()
  }
}

const runIn = async (
  context: CommandContext,
  { planned, pools }: { readonly planned: PlannedSweep; readonly pools: Pools | undefined },
  folder: string,
  options: SweepOptions,
): Promise<ExitCode> => {
  const { sweepId } = planned.plan.sweep
  const storePath = join(folder, STORE_FILE)
  const store = openStore(storePath)
  try {
    const summary = await runTrials(context, { planned, pools, store, storePath, workers: options.workers })
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
    pools,
    store,
    storePath,
    workers,
  }: {
    readonly planned: PlannedSweep
    readonly pools: Pools | undefined
    readonly store: Store
    readonly storePath: string
    readonly workers: number | undefined
  },
): Promise<SweepSummary> => {
  const describeKept = (): string => {
    const kept = store.finishedTrials(plan.sweep.sweepId).size
    return `${kept} of ${plan.trials.length} trials are kept in ${storePath}: the same command goes on from there`
  }
  io.whenStoppedAtOnce(() =>
    pools === undefined
      ? describeKept()
      : `${describeKept()}; what the trial made on its cluster stays there: the next start, or \`npx opsskill cluster clean\`, removes it`,
  )
  const observer = await createProgress({ ...io, clock: systemClock })
  const runner =
    pools === undefined
      ? await startTrialRunner(setup, { workers, trials: plan.trials.length })
      : (await import('../compose/cluster-runner.ts')).createClusterRunner(
          { pools, begun: observer.begun },
          setup,
          plan.trials,
        )
  try {
    return await runSweep({ store, runner, rng: rootRng(), observer }, plan, io.signal)
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
    throw new InterruptedError(`stopped; ${describeKept()}`, { cause: error })
  } finally {
    await runner.close()
  }
}

/** Without isolation only the gate stands between a method and the rights of the harness. */
const refuseUngated = async (
  { printer }: CommandContext,
  request: SweepRequest,
  { allowNoIsolation }: SweepOptions,
): Promise<void> => {
  if (allowNoIsolation === true) return
  const { plan } = await planSweep({ warn: printer.log }, request)
  const ungated = new Set(
    plan.trials.filter(({ method }) => method.components.gate === 'none').map(({ method }) => method.name),
  )
  if (ungated.size > 0)
    throw new UsageError(
      `isolation: none: ${[...ungated].join(', ')} would run without a gate where the harness's kubeconfig is within reach; name a second account as method_user in the cluster file, or insist with --allow-no-isolation`,
    )
}

/** What a cluster file alone tells, before anything is touched. */
const isIsolated = (config: RealClusterConfig): boolean => config.kind === 'ssh' && config.method_user !== undefined
