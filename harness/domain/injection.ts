import { z } from 'zod'
import { Duration, durationMs } from './duration.ts'

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

/** A change through the API: an object to apply, or the arguments of a kubectl, in the task's namespace unless they name another. */
export const MutationStep = z.union([
  z.strictObject({ kubectl: z.array(z.string()).min(1) }),
  z.strictObject({ apply: Manifest }),
])
export type MutationStep = z.output<typeof MutationStep>

const Chaos = z.strictObject({ chaos: Manifest })
const Mutations = z.strictObject({ mutations: z.array(MutationStep).min(1) })

/**
 * What breaks the app: an object of Chaos Mesh, mutations, or a timeline of both. The steps of a timeline are all taken before the method
 * starts, each `at` its time after the first; what is to come and go later lives in the cluster (a Schedule, a duration).
 */
export const Injection = z.union([
  Chaos,
  Mutations,
  z.strictObject({
    timeline: z
      .array(
        z.union([
          z.strictObject({ at: Duration, ...Chaos.shape }),
          z.strictObject({ at: Duration, ...Mutations.shape }),
        ]),
      )
      .min(2)
      .refine(
        (steps) =>
          steps.every(({ at }, index) => index === 0 || durationMs(at) >= durationMs(steps[index - 1]?.at ?? at)),
        'expected steps in the order of their times',
      ),
  }),
])
export type Injection = z.output<typeof Injection>

/** One step of an injection, `atMs` after its start. */
export type InjectionStep =
  | { readonly atMs: number; readonly chaos: Manifest }
  | { readonly atMs: number; readonly mutations: readonly MutationStep[] }

/** An injection as a timeline; what is none has one step at its start. */
export const injectionSteps = (injection: Injection): readonly InjectionStep[] => {
  if (!('timeline' in injection)) return [{ atMs: 0, ...injection }]
  return injection.timeline.map(({ at, ...step }) => ({ atMs: durationMs(at), ...step }))
}
