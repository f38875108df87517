import { systemClock } from '../../adapters/system/system-clock.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { TrialSpec } from '../../domain/trial.ts'
import { createInProcessRunner } from '../../pipeline/run-in-process.ts'
import type { TrialRunner } from '../../ports/trial-runner.ts'
import { createLoopOf } from './loop-of.ts'
import type { Pools } from './open-clusters.ts'
import { rootRng } from './root-rng.ts'
import type { TrialSetup } from './trial-runner.ts'

/** Real time after which a trial on a real cluster is given up as void. */
const WATCHDOG_MS = 2 * 60 * 60_000

interface ClusterRunnerDependencies {
  readonly pools: Pools
  /** Told when it is a trial's turn, and the number of its cluster, from 1. */
  readonly begun: (spec: TrialSpec, cluster: number) => void
}

/**
 * Runs trials on clusters, one at a time on each. All methods of a task and seed meet on the same cluster, which makes it a block: blocks are
 * dealt out in the order of the plan, so that a sweep that goes on finds each where it was. The trials of a cluster that is set aside go to the next.
 */
export const createClusterRunner = (
  { pools, begun }: ClusterRunnerDependencies,
  setup: TrialSetup,
  plan: readonly TrialSpec[],
): TrialRunner => {
  const lanes = pools.map((pool, index) => ({
    pool,
    number: index + 1,
    last: Promise.resolve() as Promise<unknown>,
    runner: createInProcessRunner({
      pool,
      rng: rootRng(),
      wallClock: systemClock,
      environment: pool.identity,
      loopOf: createLoopOf(setup),
      watchdogMs: WATCHDOG_MS,
    }),
  }))
  type Lane = (typeof lanes)[number]
  const blocks = [...new Set(plan.map(blockOf))]
  const laneOf = (spec: TrialSpec): Lane => {
    const first = blocks.indexOf(blockOf(spec))
    const usable = lanes.map((_, step) => lanes[(first + step) % lanes.length]).find((lane) => lane && isUsable(lane))
    if (usable !== undefined) return usable
    throw lanes[0]?.pool.setAside() ?? new InfrastructureError('there is no cluster')
  }
  const isUsable = ({ pool }: Lane): boolean => pool.setAside() === undefined
  const run: TrialRunner['run'] = async (spec, signal) => {
    const lane = laneOf(spec)
    const before = lane.last
    const next = before.then(() => {
      if (!isUsable(lane)) return undefined
      if (!signal.aborted) begun(spec, lane.number)
      return lane.runner.run(spec, signal)
    })
    // A failure is its own caller's business.
    lane.last = next.catch(() => {})
    // While it waited for its turn the cluster was set aside.
    return (await next) ?? run(spec, signal)
  }
  return {
    // All wait in the lane of their cluster: none stands idle because those before it want another one.
    capacity: plan.length,
    run,
    // The pools belong to whoever opened them.
    close: () => Promise.resolve(),
  }
}

/** The same for all methods of a task and seed. */
const blockOf = ({ task, seed }: TrialSpec): string => `${task.id}/${seed}`
