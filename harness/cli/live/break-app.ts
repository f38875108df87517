import type { Fault } from '../../domain/fault.ts'
import type { Mode } from '../../domain/mode.ts'
import { planFault } from '../../pipeline/fault-plan.ts'
import { createLiveFault } from '../../pipeline/live-fault.ts'
import { showFault } from '../../pipeline/show-fault.ts'
import type { StateSnapshot } from '../../pipeline/state-snapshot.ts'
import { createSymptom } from '../../pipeline/symptom.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Rng } from '../../ports/rng.ts'
import type { Shell } from '../../ports/shell.ts'

export interface Breakage {
  readonly fault: Fault
  readonly mode: Mode
  readonly namespace: string
  /** The app while it was healthy. */
  readonly baseline: StateSnapshot
}

/**
 * Breaks the app by a fault of the library, on a part that chance chooses, and waits until it shows. Nobody takes it back but whoever
 * repairs it.
 * @throws {InfrastructureError} when it does not show
 */
export const breakApp = async (
  { shell, clock, rng }: { readonly shell: Shell; readonly clock: Clock; readonly rng: Rng },
  { fault, mode, namespace, baseline }: Breakage,
  signal: AbortSignal,
): Promise<void> => {
  const workload = rng.fork('workload').pick(fault.workloads)
  const plan = planFault({ chance: rng, place: namespace, workload, mode, baseline, atMs: clock.nowMs() }, fault)
  const dependencies = { environment: shell, harness: shell, clock, keepWindow: () => undefined }
  const live = createLiveFault(dependencies, plan)
  const symptom = createSymptom({ harness: shell, clock, note: () => undefined }, plan)
  await showFault({ harness: shell, live, symptom }, plan, signal)
}
