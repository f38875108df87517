import { join } from 'node:path'
import { planSweep } from '../cli/compose/plan-sweep.ts'
import { createTrialRunner } from '../cli/compose/trial-runner.ts'
import { projectRoot } from '../cli/compose/read-project.ts'
import type { PrepareBench } from './bench.ts'

/** One trial of the pilot from an empty cluster to its record, over SSH, in this thread: another one each time. At most 100 ms of CPU. */
export const sandboxTrial: PrepareBench = async () => {
  const file = join(projectRoot(), 'baselines/sweeps/pilot.yaml')
  const { plan, setup } = await planSweep({ warn: (line) => console.error(line) }, { file })
  const runner = await createTrialRunner(setup)
  const { signal } = new AbortController()
  // A stride that shares no factor with their number comes by all of them, tasks and methods mixed.
  let next = 0
  return {
    run: async () => {
      const trial = plan.trials[next % plan.trials.length]
      next += 25
      if (trial !== undefined) await runner.run(trial, signal)
    },
    close: () => runner.close(),
  }
}
