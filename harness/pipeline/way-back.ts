import { z } from 'zod'
import { MutationStep } from '../domain/injection.ts'
import type { FaultPlan } from './fault-plan.ts'
import { experimentKind } from './experiment-kind.ts'
import type { ChaosDependencies } from './inject-chaos.ts'
import { recoverChaos } from './recover-chaos.ts'
import { runMutation } from './run-mutation.ts'
import { restoreTouched, TouchedObject } from './touched-objects.ts'

/** All that is needed to undo a fault, by this process or, when it was killed, by another. */
export const WayBack = z.object({
  place: z.string(),
  home: z.string(),
  chaos: z.array(z.object({ kind: z.string(), name: z.string(), experiments: z.string() })),
  touched: z.array(TouchedObject),
  recover: z.array(MutationStep),
})
export type WayBack = z.output<typeof WayBack>

/** The way back from a plan; `touched` was read before anything was done. */
export const wayBackOf = ({ place, home, steps, recover }: FaultPlan, touched: readonly TouchedObject[]): WayBack => ({
  place,
  home,
  chaos: steps.flatMap((step) =>
    'chaos' in step
      ? [
          {
            kind: step.chaos.kind.toLowerCase(),
            name: step.chaos.metadata.name,
            experiments: experimentKind(step.chaos),
          },
        ]
      : [],
  ),
  touched: [...touched],
  recover: [...recover],
})

/**
 * Undoes a fault: Chaos objects go, touched objects are put back, then its own commands run. Not to be interrupted.
 * @returns what was noteworthy about it
 */
export const goBack = async (dependencies: ChaosDependencies, way: WayBack): Promise<string> => {
  const note = await recoverChaos(dependencies, way.chaos, way.home)
  await restoreTouched(dependencies, way.touched)
  for (const step of way.recover) await runMutation(dependencies, step, way.place)
  return note
}
