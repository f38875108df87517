import { createFailureMemory } from '../../../baselines/failure-memory.ts'
import { loops } from '../../../baselines/loops/index.ts'
import type { MakeParts } from '../../../baselines/loops/loop-parts.ts'
import type { Method } from '../../domain/method.ts'
import type { Skill } from '../../domain/skill.ts'
import type { TrialSpec } from '../../domain/trial.ts'
import { createGate } from '../../policy/gate.ts'
import { riskBudget } from '../../policy/risk-budget.ts'
import type { Loop } from '../../ports/loop.ts'
import { capabilityProbe } from '../../runner/probe-capabilities.ts'
import { referenceLoop } from '../self-test/reference-loop.ts'
import { generatorOf, optimizerOf, plannerOf, verifierOf } from './components.ts'
import { lazyModel, type ModelSettings } from './model.ts'

export interface LoopDependencies {
  readonly skills: readonly Skill[]
  readonly model: ModelSettings
}

/** Builds the loop of a trial's method from its file: which loop, and which component in which variant. */
export const createLoopOf =
  (dependencies: LoopDependencies) =>
  (spec: TrialSpec): Loop => {
    const { loop } = spec.method
    // The only loop that is handed the task: it shows that the task can be solved, and competes with nobody.
    if (loop === 'reference') return referenceLoop(spec)
    return loops[loop](makeParts(dependencies, spec.method))
  }

const makeParts =
  ({ skills, model }: LoopDependencies, { components, options }: Method): MakeParts =>
  ({ card, trace }) => {
    const deps = { model: lazyModel(model), trace }
    return {
      skills,
      options,
      planner: plannerOf(components.planner, deps),
      generator: generatorOf(components.generator, deps),
      verifier: verifierOf(components.verifier, deps),
      optimizer: optimizerOf(components.optimizer, deps),
      gateFor:
        components.gate === 'none'
          ? null
          : (skill, capabilities) => createGate({ card, budget: riskBudget({ card, skill, capabilities }) }),
      probe: components.probe === 'none' ? null : capabilityProbe,
      memory: components.memory === 'none' ? null : createFailureMemory(),
      typed: components.ir === 'typed',
    }
  }
