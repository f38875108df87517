import { expect, expectTypeOf, test } from 'vitest'
import type { Fault } from '../domain/fault.ts'
import type { TaskInstance } from '../domain/task.ts'
import type { Draw } from '../domain/trial.ts'
import type { LoopContext } from '../ports/loop.ts'
import { anEnvironment, aTrialSpec } from '../testing/a-trial.ts'
import { anRng } from '../testing/an-rng.ts'
import { createFakeCluster } from '../testing/fake-cluster.ts'
import { runTrial } from './run-trial.ts'

/** Every type that a holder of `T` can get at: through properties, elements, arguments of callbacks, results and promises. */
type Reachable<T, Depth extends 0[] = []> = Depth['length'] extends 9
  ? never
  : unknown extends T
    ? never
    : T extends string | number | boolean | null | undefined | AbortSignal
      ? never
      : | T
        | (T extends (...args: infer Args) => infer Result
            ? Reachable<Args[number], [...Depth, 0]> | Reachable<Awaited<Result>, [...Depth, 0]>
            : T extends readonly (infer Element)[]
              ? Reachable<Element, [...Depth, 0]>
              : { [Key in keyof T]: Reachable<T[Key], [...Depth, 0]> }[keyof T])

/** What gives the answer away, by the keys that only it has. */
type Secret =
  | { readonly oracle: unknown }
  | { readonly reference: unknown }
  | { readonly variants: unknown }
  | { readonly truth: unknown }
  | { readonly inject: unknown }
  | { readonly symptom: unknown }
  | { readonly allowed_changes: unknown }
  | { readonly judges: unknown }
  | { readonly audit: unknown }

test('no type within reach of a loop holds task, fault, draw, oracle or audit', () => {
  expectTypeOf<Extract<Reachable<LoopContext>, Secret>>().toEqualTypeOf<never>()
  type Leaky = { readonly ask: () => Promise<{ readonly task: TaskInstance }> }
  expectTypeOf<TaskInstance>().toExtend<Extract<Reachable<Leaky>, Secret>>()
  expectTypeOf<Fault>().toExtend<Extract<Reachable<{ faults: Fault[] }>, Secret>>()
  expectTypeOf<Draw>().toExtend<Extract<Reachable<(tell: (draw: Draw) => void) => void>, Secret>>()
})

test('a loop is handed nothing but card, shell, limits, time, chance, trace, a word for the next episode and signal', async () => {
  let handed: LoopContext | undefined
  const run = async (context: LoopContext) => {
    handed = context
    return { status: 'unsolved' as const, summary: '' }
  }
  const dependencies = {
    pool: createFakeCluster().pool,
    rng: anRng(),
    environment: anEnvironment,
    loopOf: () => ({ run }),
  }
  await runTrial(dependencies, aTrialSpec(), new AbortController().signal)
  expect(Object.keys(handed ?? {}).sort()).toEqual([
    'card',
    'clock',
    'limits',
    'nextEpisode',
    'rng',
    'shell',
    'signal',
    'trace',
  ])
  expect(JSON.stringify(handed)).not.toMatch(/oracle|reference|variants|stress|symptom/)
})
