import { z } from 'zod'

/** A command that ran, as saved reports have it. `returncode` is null when it ended by its timeout or was refused by the gate. */
export const RanCommand = z.looseObject({
  command: z.string(),
  returncode: z.int().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  /** Why there is no return code, or what the gate said. */
  note: z.string().optional(),
})
export type RanCommand = z.output<typeof RanCommand>

export const ReportedCheck = z.looseObject({
  name: z.string(),
  passed: z.boolean(),
  detail: z.string(),
  raw: RanCommand,
})
export type ReportedCheck = z.output<typeof ReportedCheck>

/** What happened when a skill ran; the keys are those of the reports that existing users have saved. */
export const ExecutionReport = z.looseObject({
  skill_name: z.string().min(1),
  preconditions: z.array(ReportedCheck),
  actions: z.array(RanCommand),
  success_criteria: z.array(ReportedCheck),
  rollback: z.array(RanCommand),
  /** `verified`: nothing was executed, checks only. Absent in reports of the older format. */
  status: z.enum(['verified', 'succeeded', 'failed', 'blocked', 'rolled-back', 'rollback-failed']).optional(),
  /** Why a skill was refused before anything of it ran. */
  reason: z.string().optional(),
  /** Components that were asked for and the ones that answered. */
  components: z
    .array(
      z.strictObject({
        component: z.string(),
        requested: z.string(),
        used: z.string(),
        reason: z.string(),
      }),
    )
    .optional(),
})
export type ExecutionReport = z.output<typeof ExecutionReport>
