import { z } from 'zod'
import { Check } from './check.ts'
import { Duration } from './duration.ts'
import { Name } from './ids.ts'

/** A Kubernetes object as a document holds it. */
export const Manifest = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().optional(),
  }),
})
export type Manifest = z.output<typeof Manifest>

/**
 * A fault: how it is injected, on which pods, and the symptom that proves it live.
 * Placeholders in `inject`, `symptom`: `__NAME__` (opaque, unique to the trial), `__NAMESPACE__`, `__WORKLOAD__`, `__PODS__`
 * (the chosen pods, as a list), `__POD__` (the first of them), `__CHAOS_DURATION__` (from the mode).
 */
export const Fault = z.strictObject({
  name: Name,
  domain: Name,
  description: z.string().min(1),
  inject: z.strictObject({ chaos: Manifest }),
  /** `hold`: live until it is recovered. `expires`: live for the duration that the mode gives. */
  lifetime: z.enum(['hold', 'expires']).default('hold'),
  /** Which pods of the drawn workload are hit; the seed chooses where not all are. */
  targets: z.strictObject({
    pods: z.union([z.literal('all'), z.int().positive()]),
  }),
  replacing_pods_repairs: z.boolean(),
  symptom: z.strictObject({ ...Check.shape, deadline: Duration }),
  /** What an operator can see of it, for people. */
  expect: z.array(z.string()).min(1),
})
export type Fault = z.output<typeof Fault>
