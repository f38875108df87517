import type { Generator } from '../ports/components.ts'
import type { SkillLinter } from '../ports/skill-linter.ts'
import type { ModelDeps } from '../runner/ask-model.ts'
import { llmGenerator } from './llm.ts'
import { templateGenerator } from './template.ts'

/** Variants of the generator, by name. */
export const generators = { template: templateGenerator, llm: llmGenerator } as const satisfies Record<
  string,
  (deps: ModelDeps & { readonly linter: Pick<SkillLinter, 'lintSkill'> }) => Generator
>
