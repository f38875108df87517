import { systemClock } from '../../adapters/system/system-clock.ts'
import { InfrastructureError } from '../../domain/errors.ts'
import type { TrialSpec } from '../../domain/trial.ts'
import { createInProcessRunner } from '../../pipeline/run-in-process.ts'
import type { TrialRunner } from '../../ports/trial-runner.ts'
import { createLoopOf } from './loop-of.ts'
import type { Clusters } from './open-clusters.ts'
import { rootRng } from './root-rng.ts'
import type { TrialSetup } from './trial-runner.ts'

/** Real time after which a trial on a real cluster is given up as void. */
const WATCHDOG_MS = 2 * 60 * 60_000

/**
 * Runs trials on clusters, one at a time on each. All methods of a task and seed meet on the same cluster, which makes it a block; the trials of
 * one that is set aside go to the next.
 */
export const createClusterRunner = ({ pools }: Clusters, setup: TrialSetup): TrialRunner => {
  const lanes = pools.map((pool) => ({
    pool,
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
  const laneOf = (spec: TrialSpec): (typeof lanes)[number] => {
    const block = blockOf(spec)
    for (let step = 0; step < lanes.length; step += 1) {
      const lane = lanes[(block + step) % lanes.length]
      if (lane !== undefined && lane.pool.setAside() === undefined) return lane
    }
    throw lanes[0]?.pool.setAside() ?? new InfrastructureError('there is no cluster')
  }
  return {
    capacity: lanes.length,
    run: (spec, signal) => {
      const lane = laneOf(spec)
      const next = lane.last.then(() => lane.runner.run(spec, signal))
      // A failure is its own caller's business.
      lane.last = next.catch(() => {})
      return next
    },
    // The pools belong to whoever opened them.
    close: () => Promise.resolve(),
  }
}

/** The same number for all methods of a task and seed. */
const blockOf = ({ task, seed }: TrialSpec): number =>
  [...task.id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7) + seed
