import { z } from 'zod'
import { Manifest } from '../../domain/injection.ts'
import { RiskLevel, Stage } from '../../domain/skill.ts'

/** A list of instances that a benchmark runs, of the older format: which skill on what, with which values. */
export const TaskInstanceList = z.strictObject({
  benchmark_suite: z.string().min(1),
  task_instances: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        stage: Stage,
        skill: z.string().min(1),
        namespace: z.string().min(1),
        scenario: z.string().min(1),
        specialization: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
      }),
    )
    .min(1),
})
export type TaskInstanceList = z.output<typeof TaskInstanceList>

/** What a skill bank offers or should offer, by stage: names, inputs, tools, outputs. */
export const SkillCatalogue = z.strictObject({
  stages: z.partialRecord(
    Stage,
    z.array(
      z.strictObject({
        name: z.string().min(1),
        category: z.string().min(1),
        inputs: z.array(z.string()).default([]),
        tools: z.array(z.string()).default([]),
        outputs: z.array(z.string()).default([]),
        risk_level: RiskLevel.optional(),
      }),
    ),
  ),
})
export type SkillCatalogue = z.output<typeof SkillCatalogue>

/** A manifest of Chaos Mesh, its duration perhaps the placeholder `__CHAOS_DURATION__`. */
export const ChaosManifest = Manifest.extend({
  apiVersion: z.string().regex(/^chaos-mesh\.org\//, 'expected chaos-mesh.org/v1alpha1'),
  spec: z.looseObject({
    duration: z
      .string()
      .regex(
        /^(?:__CHAOS_DURATION__|(?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/,
        'expected a duration such as 90s, or __CHAOS_DURATION__',
      )
      .optional(),
  }),
})
export type ChaosManifest = z.output<typeof ChaosManifest>
