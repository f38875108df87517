import { InfrastructureError } from '../domain/errors.ts'
import type { Shell } from '../ports/shell.ts'
import type { FaultPlan } from './fault-plan.ts'
import { takeSnapshot } from './state-snapshot.ts'

/** Why a fault that is injected does not show: pods that it chose may have been replaced meanwhile, or it has no effect here. */
export const explainNoEffect = async (
  { harness }: { readonly harness: Shell },
  { fault, place, pods }: FaultPlan,
  error: InfrastructureError,
  signal: AbortSignal,
): Promise<InfrastructureError> => {
  const present = new Set((await takeSnapshot({ harness }, place, signal)).pods.map(({ metadata }) => metadata.uid))
  const replaced = pods.filter(({ metadata }) => !present.has(metadata.uid)).map(({ metadata }) => metadata.name)
  if (replaced.length > 0)
    return new InfrastructureError(
      `fault ${fault}: pods were replaced while it was injected, and it hits only those that it chose: ${replaced.join(', ')}`,
      { cause: error },
    )
  return new InfrastructureError(`${error.message} (it was injected, and has no effect that can be seen)`, {
    cause: error,
  })
}
