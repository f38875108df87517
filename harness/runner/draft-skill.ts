import { z } from 'zod'
import { Skill } from '../domain/skill.ts'
import type { SkillLinter } from '../ports/skill-linter.ts'

const DraftCheck = z.strictObject({
  name: z.string().min(1).max(200),
  command: z.string().min(1).max(4_000),
  expect_stdout_contains: z.string().min(1).max(500).nullable(),
  expect_stdout_matches: z.string().min(1).max(500).nullable(),
  timeout: z.string().nullable(),
})
const DraftStep = z.strictObject({
  name: z.string().min(1).max(200),
  command: z.string().min(1).max(4_000),
  timeout: z.string().nullable(),
})

/** A skill in the narrow form that a language model fills: every key is there, what is not meant is null. */
export const DraftSkill = z.strictObject({
  intent: z.string().min(1).max(1_000),
  risk_level: z.enum(['none', 'low', 'medium', 'high']),
  preconditions: z.array(DraftCheck).max(10),
  actions: z
    .array(DraftStep.extend({ on_failure: z.enum(['abort', 'continue', 'rollback']) }))
    .min(1)
    .max(10),
  success_criteria: z.array(DraftCheck).min(1).max(10),
  rollback: z.array(DraftStep).max(10),
})
export type DraftSkill = z.output<typeof DraftSkill>

/**
 * A draft as a skill. What a model writes is not trusted: it must be a valid skill and break none of the linter's rules.
 * @throws {Error} that says what is wrong with it
 */
export const skillFromDraft = (
  linter: Pick<SkillLinter, 'lintSkill'>,
  draft: DraftSkill,
  base: Pick<Skill, 'name' | 'namespace' | 'metadata' | 'parameters'>,
): Skill => {
  const { risk_level, ...steps } = withoutNulls(draft) as DraftSkill
  const skill = Skill.parse({
    ...steps,
    name: base.name,
    namespace: base.namespace,
    metadata: { ...base.metadata, risk_level },
    parameters: base.parameters,
  })
  const findings = linter.lintSkill(skill)
  if (findings.length > 0)
    throw new Error(
      findings.map(({ path, expected, found }) => `${path.join('.')}: expected ${expected}, found ${found}`).join('; '),
    )
  return skill
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  )
}
