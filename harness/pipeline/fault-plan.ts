import { durationMs } from '../domain/duration.ts'
import type { Check } from '../domain/check.ts'
import type { Fault, Manifest } from '../domain/fault.ts'
import type { TrialSpec } from '../domain/trial.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { Rng } from '../ports/rng.ts'
import { choosePods } from './choose-pods.ts'
import { opaqueName } from './opaque-name.ts'
import { fillPlaceholders, placeOf } from './placeholders.ts'
import type { StateSnapshot } from './state-snapshot.ts'

/** A fault made concrete for one trial: everything is known before anything is touched. */
export interface FaultPlan {
  readonly fault: string
  /** The harness's own namespace, where the fault's object lives and its events land. */
  readonly namespace: string
  readonly manifest: Manifest
  readonly symptom: Check
  readonly symptomDeadlineMs: number
}

/** Fills a fault's placeholders for a trial; seed and task choose the names and the pods. */
export const planFault = (
  { rng }: { readonly rng: Rng },
  { task, draw, mode, seed }: TrialSpec,
  fault: Fault,
  baseline: StateSnapshot,
): FaultPlan => {
  if (draw.workload === null) throw new InfrastructureError(`task ${task.id}: a variant with a fault needs targets`)
  const chance = rng.fork(`fault/${task.id}/${seed}`)
  const name = opaqueName(chance.fork('name'))
  const namespace = opaqueName(chance.fork('namespace'))
  const pods = choosePods({ rng: chance.fork('pods') }, baseline, draw.workload, fault.targets)
  const { inject, symptom } = fillPlaceholders(
    { inject: fault.inject, symptom: fault.symptom },
    {
      ...placeOf(task.card.namespace, draw),
      __NAME__: name,
      __POD__: pods[0],
      __PODS__: pods,
      __CHAOS_DURATION__: mode.fault_duration,
    },
  )
  const { deadline, ...check } = symptom
  return {
    fault: fault.name,
    namespace,
    manifest: { ...inject.chaos, metadata: { ...inject.chaos.metadata, name, namespace } },
    symptom: check,
    symptomDeadlineMs: durationMs(deadline),
  }
}
