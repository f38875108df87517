import { z } from 'zod'
import { Check } from './check.ts'
import { Duration } from './duration.ts'
import { FindingSpec } from './finding.ts'

export const RiskLevel = z.enum(['none', 'low', 'medium', 'high'])
export type RiskLevel = z.output<typeof RiskLevel>

export const Stage = z.enum(['detection', 'diagnosis', 'recovery', 'verification'])
export type Stage = z.output<typeof Stage>

/** A typed value that a skill takes; commands see it as `OPS_<NAME>` in their environment. */
export const Parameter = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('string'),
    default: z.string().optional(),
    pattern: z.string().optional(),
    description: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('integer'),
    default: z.int().optional(),
    description: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('enum'),
    values: z.array(z.string()).min(1),
    default: z.string().optional(),
    description: z.string().optional(),
  }),
])
export type Parameter = z.output<typeof Parameter>

/** One step that runs. `on_failure` says what follows when it exits with another code than 0 or runs out of its time. */
export const Action = z.strictObject({
  name: z.string().min(1),
  command: z.string().min(1),
  on_failure: z.enum(['abort', 'continue', 'rollback']).default('abort'),
  timeout: Duration.optional(),
})
export type Action = z.output<typeof Action>

/** One step of the way back. */
export const RollbackStep = z.strictObject({
  name: z.string().min(1),
  command: z.string().min(1),
  timeout: Duration.optional(),
})
export type RollbackStep = z.output<typeof RollbackStep>

/** The keys of `metadata` that the harness reads; all others are kept as they are. */
export const SkillMetadata = z.looseObject({
  stage: Stage.optional(),
  category: z.string().optional(),
  risk_level: RiskLevel.optional(),
  required_tools: z.array(z.string()).optional(),
  target_kind: z.string().optional(),
})
export type SkillMetadata = z.output<typeof SkillMetadata>

/**
 * An ops skill S: a typed, executable runbook. The keys are those of its YAML document.
 * Lists may be empty, not absent; names are unique within their list.
 */
export const Skill = z.strictObject({
  version: z.string().optional(),
  name: z.string().min(1),
  intent: z.string().min(1),
  namespace: z.string().min(1),
  metadata: SkillMetadata.default({}),
  parameters: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), Parameter).default({}),
  preconditions: z.array(Check).default([]),
  actions: z.array(Action).default([]),
  success_criteria: z.array(Check).default([]),
  rollback: z.array(RollbackStep).default([]),
  finding: FindingSpec.optional(),
})
export type Skill = z.output<typeof Skill>

export type ParameterValues = Readonly<Record<string, string | number>>

/** The environment variable under which commands see a parameter: `workload` → `OPS_WORKLOAD`. */
export const parameterVariable = (name: string): string => `OPS_${name.toUpperCase()}`
