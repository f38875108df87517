import type { Components } from '../../domain/method.ts'
import { generators } from '../../generators/index.ts'
import { optimizers } from '../../optimizers/index.ts'
import { planners } from '../../planners/index.ts'
import { lintChecks, lintSkill } from '../../policy/lint-skill.ts'
import type { Generator, Optimizer, Planner, Verifier } from '../../ports/components.ts'
import type { ModelDeps } from '../../runner/ask-model.ts'
import { verifiers } from '../../verifiers/index.ts'

const linter = { lintSkill, lintChecks }

/** The parts that come in variants, as asked for; `none` is null. */
export const plannerOf = (variant: Components['planner'], deps: ModelDeps): Planner | null =>
  variant === 'none' ? null : planners[variant](deps)

export const generatorOf = (variant: Components['generator'], deps: ModelDeps): Generator | null =>
  variant === 'none' ? null : generators[variant]({ ...deps, linter })

export const verifierOf = (variant: Components['verifier'], deps: ModelDeps): Verifier | null =>
  variant === 'none' ? null : verifiers[variant](deps)

export const optimizerOf = (variant: Components['optimizer'], deps: ModelDeps): Optimizer | null =>
  variant === 'none' ? null : optimizers[variant]({ ...deps, linter })
