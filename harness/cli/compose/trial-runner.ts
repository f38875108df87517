import { systemClock } from '../../adapters/system/system-clock.ts'
import type { Skill } from '../../domain/skill.ts'
import type { EnvironmentIdentity } from '../../domain/trial.ts'
import { createInProcessRunner } from '../../pipeline/run-in-process.ts'
import type { TrialRunner } from '../../ports/trial-runner.ts'
import { selfTestLoop } from '../self-test/self-test-loop.ts'
import { createLoopOf } from './loop-of.ts'
import type { ModelSettings } from './model.ts'
import { rootRng } from './root-rng.ts'
import { createSandboxPool } from '../sandbox/create-sandbox-pool.ts'

/** What a thread needs to run trials; plain data, so that it can be sent to a worker. */
export interface TrialSetup {
  /** Whose loops run: those of the methods, or the arms that test oracles. */
  readonly loops: 'methods' | 'self-test'
  readonly skills: readonly Skill[]
  readonly model: ModelSettings
  readonly environment: EnvironmentIdentity
}

/** Runs trials in this thread, one at a time, each in a sandbox cluster of its own. */
export const createTrialRunner = async ({ loops, environment, ...parts }: TrialSetup): Promise<TrialRunner> =>
  createInProcessRunner({
    pool: await createSandboxPool(),
    rng: rootRng(),
    wallClock: systemClock,
    environment,
    loopOf: loops === 'methods' ? createLoopOf(parts) : selfTestLoop,
  })
