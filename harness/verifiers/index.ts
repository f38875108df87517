import type { Verifier } from '../ports/components.ts'
import type { ModelDeps } from '../runner/ask-model.ts'
import { heuristicVerifier } from './heuristic.ts'
import { llmVerifier } from './llm.ts'

/** Variants of the verifier V_vis, by name. */
export const verifiers = { heuristic: heuristicVerifier, llm: llmVerifier } as const satisfies Record<
  string,
  (deps: ModelDeps) => Verifier
>
