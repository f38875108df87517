import type { Check } from '../domain/check.ts'
import { durationMs } from '../domain/duration.ts'
import { InfrastructureError } from '../domain/errors.ts'
import type { Fault } from '../domain/fault.ts'
import { injectionSteps, type InjectionStep, type MutationStep } from '../domain/injection.ts'
import type { Mode } from '../domain/mode.ts'
import type { Rng } from '../ports/rng.ts'
import { choosePods } from './choose-pods.ts'
import { opaqueName } from './opaque-name.ts'
import { fillPlaceholders, placeOf } from './placeholders.ts'
import type { Pod, StateSnapshot } from './state-snapshot.ts'

/** A fault made concrete for one trial: everything is known before anything is touched. */
export interface FaultPlan {
  readonly fault: string
  /** The task's namespace. */
  readonly place: string
  /** The harness's own namespace, where Chaos objects live and their events land. */
  readonly home: string
  /** Name of the first Chaos object; of a fault without one, the fault's own. */
  readonly objectName: string
  readonly steps: readonly InjectionStep[]
  readonly touches: readonly string[]
  readonly recover: readonly MutationStep[]
  /** The pods that it hits. */
  readonly pods: readonly Pod[]
  /** Null where it holds. */
  readonly expiresAfterMs: number | null
  readonly symptom: Check
  readonly symptomDeadlineMs: number
}

export interface FaultSetting {
  /** Chance of this trial and fault. */
  readonly chance: Rng
  readonly place: string
  readonly workload: string | null
  readonly mode: Pick<Mode, 'fault_duration'>
  readonly baseline: StateSnapshot
  /** Told apart by it: names of objects must not be those of an earlier attempt that is still ending. */
  readonly atMs: number
}

/** Fills a fault's placeholders; chance chooses names and pods, and the pods do not depend on the time. */
export const planFault = ({ chance, place, workload, mode, baseline, atMs }: FaultSetting, fault: Fault): FaultPlan => {
  const names = chance.fork(`names/${atMs}`)
  const pods =
    fault.targets.pods === 'none'
      ? []
      : choosePods({ rng: chance.fork('pods') }, baseline, workloadOf(fault, workload), fault.targets.pods)
  const values = {
    ...placeOf(place, { workload }),
    ...valuesOf(pods),
    __CHAOS_DURATION__: mode.fault_duration,
  }
  const fill = <T>(document: T, name?: string): T => {
    try {
      return fillPlaceholders(document, name === undefined ? values : { ...values, __NAME__: name })
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      throw new InfrastructureError(`fault ${fault.name}: ${error.message}`, { cause: error })
    }
  }
  const home = opaqueName(names.fork('home'))
  const steps = injectionSteps(fault.inject).map((step, index): InjectionStep => {
    if ('mutations' in step) return fill(step)
    const name = opaqueName(names.fork(`object/${index}`))
    const { atMs: stepMs, chaos } = fill(step, name)
    return { atMs: stepMs, chaos: { ...chaos, metadata: { ...chaos.metadata, name, namespace: home } } }
  })
  const { deadline, ...symptom } = fill(fault.symptom)
  return {
    fault: fault.name,
    place,
    home,
    objectName: steps.flatMap((step) => ('chaos' in step ? [step.chaos.metadata.name] : []))[0] ?? fault.name,
    steps,
    touches: fill(fault.touches),
    recover: fill(fault.recover),
    pods,
    expiresAfterMs: fault.lifetime === 'expires' ? durationMs(mode.fault_duration) : null,
    symptom,
    symptomDeadlineMs: durationMs(deadline),
  }
}

const workloadOf = ({ name }: Fault, workload: string | null): string => {
  if (workload !== null) return workload
  throw new InfrastructureError(`fault ${name}: hits pods of a workload, and none was drawn: the variant needs targets`)
}

const valuesOf = (pods: readonly Pod[]) => {
  const [first] = pods
  if (first === undefined) return {}
  const node = first.spec.nodeName
  return {
    __PODS__: pods.map(({ metadata }) => metadata.name),
    __POD__: first.metadata.name,
    ...(node === undefined ? {} : { __NODE__: node }),
  }
}
