import { openStore } from '../adapters/sqlite/open-store.ts'
import type { Method } from '../domain/method.ts'
import type { JudgedTrial, TrialRecord, TrialSpec } from '../domain/trial.ts'
import type { Store } from '../ports/store.ts'
import { aJudgedTrial, aMethod, aTask, aTrialSpec, aVoidTrial } from './a-trial.ts'

/** A design to fill a store with. `result` gives the record of each trial; undefined: it was never run. */
export interface SweepFixture {
  readonly methods: readonly Method[]
  readonly tasks: readonly string[]
  readonly seeds: readonly number[]
  readonly contrasts?: { readonly method: string; readonly against: readonly string[] }
  readonly result: (spec: TrialSpec) => Partial<JudgedTrial> | 'void' | undefined
}

/** An in-memory store that holds one sweep, `pilot`, with the records of a fixture. */
export const aSweepStore = (fixture: SweepFixture): Store => {
  const store = openStore({ path: ':memory:' })
  const specs = fixture.tasks.flatMap((task) =>
    fixture.methods.flatMap((method) => fixture.seeds.map((seed) => ({ task, method, seed }))),
  )
  const trials = specs.map(({ task, method, seed }, index) => {
    const cellId = `${task}-${method.name}`
    return aTrialSpec({ cellId, trialId: `${cellId}/${seed}`, task: aTask({ id: task }), method, seed, index })
  })
  store.beginSweep(
    {
      sweepId: 'pilot',
      name: 'pilot',
      mode: 'fast',
      designJson: JSON.stringify(fixture.contrasts === undefined ? {} : { contrasts: fixture.contrasts }),
      provenance: { 'git commit': '0123abc', node: 'v20.19.0' },
    },
    trials,
  )
  for (const spec of trials) {
    const record = toRecord(spec, fixture.result(spec))
    if (record !== undefined) store.saveTrial('pilot', record, 1)
  }
  return store
}

/** Methods of an experiment by title: the first is the full system, those whose title holds a minus sign lack one component of it. */
export const someMethods = (titles: readonly string[]): readonly Method[] => {
  const [system = 'System'] = titles
  const components = { ...aMethod().components, gate: 'risk-budget', verifier: 'heuristic', ir: 'typed' } as const
  return titles.map((title) => {
    const removed = title.split(' − ')[1]
    return aMethod({
      name: toName(title),
      title,
      components: removed === undefined ? components : { ...components, [removed]: 'none' },
      ...(removed === undefined ? {} : { ablation_of: toName(system) }),
    })
  })
}

const toName = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60)

const toRecord = (spec: TrialSpec, result: Partial<JudgedTrial> | 'void' | undefined): TrialRecord | undefined => {
  if (result === undefined) return undefined
  return result === 'void' ? aVoidTrial(spec) : aJudgedTrial(spec, result)
}
