import { z } from 'zod'
import { Check } from './check.ts'
import { Duration } from './duration.ts'
import { Name } from './ids.ts'
import { Injection, injectionSteps, MutationStep } from './injection.ts'

const TOUCHED = /^(?:[^/\s]+\/){1,2}[^/\s]+$/

/**
 * A fault: how it is injected, on which pods, the symptom that proves it live, and the way back.
 * Placeholders in `inject`, `touches`, `recover`, `symptom`: `__NAMESPACE__`, `__WORKLOAD__`; of Chaos objects `__NAME__` (opaque, unique
 * to the trial) and `__CHAOS_DURATION__` (from the mode); of the chosen pods `__PODS__` (a list), `__POD__` (the first of them) and
 * `__NODE__` (where that one runs).
 */
export const Fault = z
  .strictObject({
    name: Name,
    domain: Name,
    description: z.string().min(1),
    /** Where the fault can be tried by itself: an app, and the parts of it among which the seed draws. A task may choose others. */
    app: Name.default('demo-app'),
    workloads: z.array(Name).min(1),
    inject: Injection,
    /** `hold`: live until it is recovered. `expires`: live for the duration that the mode gives. */
    lifetime: z.enum(['hold', 'expires']).default('hold'),
    /** Which pods of the drawn workload are hit, chosen by seed where not all are; `none`: it is no matter of single pods. */
    targets: z.strictObject({ pods: z.union([z.enum(['all', 'none']), z.int().positive()]) }).default({ pods: 'none' }),
    /** Whether pods that replace the workload's present ones, with nothing else changed, are free of it. */
    replacing_pods_repairs: z.boolean(),
    /** Objects that mutations change, create or delete: `kind/name`, or `namespace/kind/name`. Recovery puts them back as they were. */
    touches: z.array(z.string().regex(TOUCHED, 'expected kind/name or namespace/kind/name')).default([]),
    /** What recovery does after that. */
    recover: z.array(MutationStep).default([]),
    symptom: z.strictObject({ ...Check.shape, deadline: Duration }),
    /** What an operator can see of it, for people. */
    expect: z.array(z.string()).min(1),
    /** What repairs it, for people. */
    repair: z.string().min(1),
  })
  .superRefine(({ inject, touches, recover, lifetime }, context) => {
    const mutates = injectionSteps(inject).some((step) => 'mutations' in step)
    if (mutates && touches.length + recover.length === 0)
      context.addIssue({
        code: 'custom',
        path: ['recover'],
        message: 'expected a way back: the objects that the mutations touch, or commands that recover them',
      })
    if (mutates && lifetime === 'expires')
      context.addIssue({
        code: 'custom',
        path: ['lifetime'],
        message: 'expected hold: mutations do not expire by themselves',
      })
  })
export type Fault = z.output<typeof Fault>
