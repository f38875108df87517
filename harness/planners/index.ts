import type { Planner } from '../ports/components.ts'
import type { ModelDeps } from '../runner/ask-model.ts'
import { heuristicPlanner } from './heuristic.ts'
import { llmPlanner } from './llm.ts'

/** Variants of the planner π, by name. */
export const planners = { heuristic: heuristicPlanner, llm: llmPlanner } as const satisfies Record<
  string,
  (deps: ModelDeps) => Planner
>
