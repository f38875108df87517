import type { TaskInstance } from '../../domain/task.ts'
import { UsageError } from '../../domain/errors.ts'
import { expandSweep } from '../../pipeline/1-expand-sweep.ts'
import type { SweepPlan } from '../../pipeline/run-sweep.ts'
import { armsOf } from '../self-test/arms.ts'
import { defaultModel } from './model.ts'
import { BEHAVIOUR_VERSION } from './plan-sweep.ts'
import { sandboxIdentity } from '../../sandbox/world/sandbox-identity.ts'
import { readProject } from './read-project.ts'
import { readSuite } from './read-suite.ts'
import { rootRng } from './root-rng.ts'
import type { TrialSetup } from './trial-runner.ts'

export interface PlannedSelfTest {
  readonly plan: SweepPlan
  readonly setup: TrialSetup
  readonly tasks: readonly TaskInstance[]
}

/** The trials that test the oracles of a suite: each task has arms of its own. */
export const planSelfTest = async (
  dependencies: { readonly warn: (line: string) => void },
  { suite, seeds }: { readonly suite: string; readonly seeds: number },
): Promise<PlannedSelfTest> => {
  const project = await readProject(dependencies)
  const { tasks } = await readSuite({ ...dependencies, root: project.root }, suite)
  const mode = project.modes.fast
  if (mode === undefined) throw new UsageError('faults/modes.yaml: expected the mode fast, found none')
  const environment = sandboxIdentity()
  const trials = tasks.flatMap((task) => {
    return armsOf(task).flatMap(({ method, rights }) =>
      expandSweep(
        { rng: rootRng() },
        {
          sweep: {
            sweep: 'self-test',
            title: 'Tests of the oracles',
            mode: 'fast',
            windows: {},
            noise: 'off',
            rights,
            suite,
            methods: [method.name],
            seeds: Array.from({ length: seeds }, (_, seed) => seed),
            retries: 0,
          },
          mode,
          tasks: [task],
          methods: [method],
          faults: project.faults,
          apps: project.apps,
          // The arms use no skill.
          skillBankDigest: '',
          modelId: null,
          environment,
          behaviourVersion: BEHAVIOUR_VERSION,
        },
      ),
    )
  })
  const sweep = { sweepId: 'self-test', name: 'Tests of the oracles', mode: 'fast', designJson: '{}', provenance: {} }
  return {
    plan: { sweep, trials: trials.map((trial, index) => ({ ...trial, index })), retries: 0 },
    setup: { loops: 'self-test', skills: [], model: defaultModel(), environment },
    tasks,
  }
}
