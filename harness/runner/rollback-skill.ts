import { succeeded } from '../domain/command-outcome.ts'
import type { RanCommand } from '../domain/execution-report.ts'
import type { Skill } from '../domain/skill.ts'
import { runStep, type StepRunner } from './run-step.ts'

export interface RolledBack {
  readonly steps: readonly RanCommand[]
  /** There were steps, and every one of them succeeded. */
  readonly completed: boolean
}

/** Runs a skill's way back, every step even after one has failed: half a way back is better than none. */
export const rollbackSkill = async (runner: StepRunner, skill: Skill): Promise<RolledBack> => {
  const steps: RanCommand[] = []
  let completed = skill.rollback.length > 0
  for (const step of skill.rollback) {
    const { outcome, ran } = await runStep(runner, step)
    steps.push(ran)
    completed &&= succeeded(outcome)
  }
  runner.trace.record({ type: 'rollback', available: skill.rollback.length > 0, completed })
  return { steps, completed }
}
