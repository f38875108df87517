import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Sweep } from '../domain/sweep.ts'
import { aFault, aMethod, anEnvironment, aTask } from '../testing/a-trial.ts'
import { anRng } from '../testing/an-rng.ts'
import { expandSweep } from './1-expand-sweep.ts'
import type { SweepInputs } from './1-expand-sweep.ts'
import { drawVariant } from './draw-variant.ts'

const rng = anRng()
const sweep = Sweep.parse({
  sweep: 'small',
  title: 'Small',
  mode: 'fast',
  suite: 'small',
  methods: ['noop', 'direct'],
  seeds: [0, 1, 2],
})
const inputs = (overrides: Partial<SweepInputs> = {}): SweepInputs => ({
  sweep,
  mode: { fault_duration: '25s', observation: '5s', settle: '5s', oracle: '5s' },
  tasks: [aTask(), aTask({ id: 'detect-8' })],
  methods: [aMethod(), aMethod({ name: 'direct', loop: 'direct' }), aMethod({ name: 'unused' })],
  faults: new Map([['stress/cpu', aFault()]]),
  apps: new Map([['demo-app', 'kind: List']]),
  skillBankDigest: 's',
  modelId: 'gpt-5.4',
  environment: anEnvironment,
  behaviourVersion: '1',
  ...overrides,
})
const cellOf = (overrides: Partial<SweepInputs>): string => expandSweep({ rng }, inputs(overrides))[0]?.cellId ?? ''

describe('the draw', () => {
  const ids = fc.stringMatching(/^[a-z]{1,8}-\d$/)

  test('gives exactly one of any three consecutive seeds a control', () => {
    fc.assert(
      fc.property(ids, fc.nat(1_000_000), (id, seed) => {
        const task = aTask({ id })
        const controls = [seed, seed + 1, seed + 2].filter((each) => drawVariant({ rng }, task, each).variant.control)
        expect(controls).toHaveLength(1)
      }),
    )
  })

  test('fills the truth with the workload that was drawn', () => {
    fc.assert(
      fc.property(ids, fc.nat(100), (id, seed) => {
        const { variantName, workload, truth } = drawVariant({ rng }, aTask({ id }), seed)
        const isBusy = variantName === 'busy'
        expect(truth?.object).toBe(isBusy ? `Deployment/${workload}` : undefined)
        expect(workload === null).toBe(!isBusy)
      }),
    )
  })

  test('reaches every target', () => {
    const task = aTask()
    const drawn = Array.from({ length: 60 }, (_, seed) => drawVariant({ rng }, task, seed).workload)
    expect(new Set(drawn)).toEqual(new Set(['demo-app', 'demo-api', null]))
  })

  test('of a task without controls never looks for one', () => {
    const task = aTask({ variants: { busy: { fault: 'stress/cpu', targets: ['demo-app'] } } })
    expect([0, 1, 2].map((seed) => drawVariant({ rng }, task, seed).variantName)).toEqual(['busy', 'busy', 'busy'])
  })
})

describe('a sweep', () => {
  test('expands to tasks × methods × seeds in the order of its files', () => {
    const trials = expandSweep({ rng }, inputs())
    expect(trials.map(({ task, method, seed }) => `${task.id} ${method.name} ${seed}`)).toEqual([
      'detect-9 noop 0',
      'detect-9 noop 1',
      'detect-9 noop 2',
      'detect-9 direct 0',
      'detect-9 direct 1',
      'detect-9 direct 2',
      'detect-8 noop 0',
      'detect-8 noop 1',
      'detect-8 noop 2',
      'detect-8 direct 0',
      'detect-8 direct 1',
      'detect-8 direct 2',
    ])
    expect(trials.map(({ index }) => index)).toEqual(trials.map((_, index) => index))
    expect(new Set(trials.map(({ trialId }) => trialId)).size).toBe(12)
  })

  test('shows all methods of a task and seed the same world', () => {
    const trials = expandSweep({ rng }, inputs())
    const worlds = new Set(trials.map(({ task, seed, draw }) => JSON.stringify([task.id, seed, draw])))
    expect(worlds.size).toBe(6)
  })

  test('survives the way to a worker', () => {
    const trials = expandSweep({ rng }, inputs())
    expect(structuredClone(trials)).toEqual(trials)
    expect(JSON.parse(JSON.stringify(trials))).toEqual(trials)
  })

  test.each([
    ['a method', { sweep: { ...sweep, methods: ['nobody'] } }, /no method nobody; there are noop, direct, unused/],
    ['a fault', { faults: new Map() }, /task detect-9: there is no fault stress\/cpu/],
    ['an app', { apps: new Map() }, /task detect-9: there is no app demo-app/],
    [
      'a role',
      { tasks: [aTask({ card: { ...aTask().card, scope: { allow: [{ kind: 'Gateway', verbs: ['patch'] }] } } })] },
      /task detect-9: card.scope: no role can be made for the kind Gateway, only for Pod,.*`rights: edit`/,
    ],
    ['time', { faults: new Map([['stress/cpu', aFault({ lifetime: 'expires' })]]) }, /expires after 25s.*5s.*5m/],
  ])('is refused when %s is missing', (_what, overrides, message) => {
    expect(() => expandSweep({ rng }, inputs(overrides))).toThrow(message)
  })
})

describe('the id of a cell', () => {
  const base = cellOf({})

  test('stays when something else than the result changes', () => {
    expect(cellOf({ tasks: [aTask(), aTask({ id: 'another' })] })).toBe(base)
    expect(cellOf({ methods: [aMethod({ title: 'Another title' }), aMethod({ name: 'direct' })] })).toBe(base)
    expect(cellOf({ sweep: { ...sweep, seeds: [7] } })).toBe(base)
    expect(cellOf({ modelId: 'another-model' })).toBe(base)
  })

  const llm = { ...aMethod().components, planner: 'llm' as const }
  test.each([
    ['the task', { tasks: [aTask({ limits: { commands: 11, time: '5m' } })] }],
    ['the method', { methods: [aMethod({ options: { turns: 3 } }), aMethod({ name: 'direct' })] }],
    ['the fault', { faults: new Map([['stress/cpu', aFault({ targets: { pods: 1 } })]]) }],
    ['a window', { sweep: { ...sweep, windows: { settle: '9s' } } }],
    ['the rights', { sweep: { ...sweep, rights: 'edit' as const } }],
    ['the app', { apps: new Map([['demo-app', 'kind: Other']]) }],
    ['the skill bank', { skillBankDigest: 't' }],
    ['the cluster', { environment: { ...anEnvironment, fingerprint: 'g' } }],
    ['the engine', { behaviourVersion: '2' }],
    ['the model of a method that asks one', { methods: [aMethod({ components: llm }), aMethod({ name: 'direct' })] }],
  ])('changes with %s', (_what, overrides) => {
    expect(cellOf(overrides)).not.toBe(base)
  })
})
