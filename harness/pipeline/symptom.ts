import { InfrastructureError } from '../domain/errors.ts'
import type { CheckResult } from '../domain/check.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import type { FaultPlan } from './fault-plan.ts'
import { poll } from './poll.ts'
import { runCheck } from './run-check.ts'

const LOOK_EVERY_MS = 2_000

export interface Symptom {
  readonly shows: (signal: AbortSignal) => Promise<boolean>
  /** @returns when it was first seen, in cluster ms */
  readonly awaitPresence: (deadlineMs: number, signal: AbortSignal) => Promise<number>
  readonly awaitAbsence: (deadlineMs: number, signal: AbortSignal) => Promise<void>
}

export interface SymptomDependencies {
  readonly harness: Shell
  readonly clock: Clock
  /** Takes the looks that settle something. */
  readonly note: (result: CheckResult) => void
}

/** What an operator can see of a fault, looked at through kubectl and requests. */
export const createSymptom = (
  { harness, clock, note }: SymptomDependencies,
  { fault, symptom }: Pick<FaultPlan, 'fault' | 'symptom'>,
): Symptom => {
  const awaitSight = async (wanted: boolean, deadlineMs: number, signal: AbortSignal): Promise<CheckResult> => {
    let last: CheckResult | undefined
    const seen = await poll({ clock }, { intervalMs: LOOK_EVERY_MS, deadlineMs, signal }, async () => {
      last = await runCheck({ shell: harness }, symptom, signal)
      return last.passed === wanted ? last : undefined
    })
    if (last !== undefined) note(last)
    if (seen !== undefined) return seen
    const problem = wanted ? 'did not show' : 'did not fade'
    throw new InfrastructureError(
      `fault ${fault}: its symptom ${problem} within ${deadlineMs / 1000} s: ${last?.detail ?? ''}`,
    )
  }
  return {
    shows: async (signal) => {
      const result = await runCheck({ shell: harness }, symptom, signal)
      note(result)
      return result.passed
    },
    awaitPresence: async (deadlineMs, signal) => {
      await awaitSight(true, deadlineMs, signal)
      return clock.nowMs()
    },
    awaitAbsence: async (deadlineMs, signal) => {
      await awaitSight(false, deadlineMs, signal)
    },
  }
}
