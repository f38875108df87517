import type { Optimizer } from '../ports/components.ts'
import type { SkillLinter } from '../ports/skill-linter.ts'
import type { ModelDeps } from '../runner/ask-model.ts'
import { heuristicOptimizer } from './heuristic.ts'
import { llmOptimizer } from './llm.ts'

/** Variants of the optimizer u_ω, by name. */
export const optimizers = { heuristic: heuristicOptimizer, llm: llmOptimizer } as const satisfies Record<
  string,
  (deps: ModelDeps & { readonly linter: Pick<SkillLinter, 'lintSkill'> }) => Optimizer
>
