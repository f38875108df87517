import { InfrastructureError } from '../domain/errors.ts'
import type { Shell } from '../ports/shell.ts'
import type { FaultPlan } from './fault-plan.ts'
import type { LiveFault } from './live-fault.ts'
import { explainNoEffect } from './no-effect.ts'
import type { Symptom } from './symptom.ts'

/**
 * Injects a fault and waits until it shows.
 * @throws {InfrastructureError} that says why it does not
 */
export const showFault = async (
  { harness, live, symptom }: { readonly harness: Shell; readonly live: LiveFault; readonly symptom: Symptom },
  plan: FaultPlan,
  signal: AbortSignal,
): Promise<void> => {
  await live.inject(signal)
  try {
    live.seen(await symptom.awaitPresence(plan.symptomDeadlineMs, signal))
  } catch (error) {
    throw error instanceof InfrastructureError ? await explainNoEffect({ harness }, plan, error, signal) : error
  }
}
