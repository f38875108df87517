import { describe, expect, test } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { InterruptedError } from '../domain/errors.ts'
import type { TrialRecord, TrialSpec } from '../domain/trial.ts'
import type { Store } from '../ports/store.ts'
import type { TrialRunner } from '../ports/trial-runner.ts'
import { aJudgedTrial, aMethod, aTask, aTrialSpec, aVoidTrial } from '../testing/a-trial.ts'
import { anRng } from '../testing/an-rng.ts'
import { runSweep } from './run-sweep.ts'

const sweep = { sweepId: 's', name: 's', mode: 'fast', designJson: '{}', provenance: {} }
const methods = ['a', 'b', 'c', 'd', 'e']
const trials: readonly TrialSpec[] = [1, 2].flatMap((seed) =>
  methods.map((name, index) =>
    aTrialSpec({ cellId: name, seed, method: aMethod({ name }), index: index + seed * 10, task: aTask() }),
  ),
)

interface Stage {
  readonly store?: Store
  readonly capacity?: number
  readonly retries?: number
  readonly signal?: AbortSignal
  readonly end?: (spec: TrialSpec, attempt: number) => TrialRecord | Promise<TrialRecord>
}

const sweepWith = async ({
  store = openStore({ path: ':memory:' }),
  capacity = 1,
  retries = 0,
  ...stage
}: Stage = {}) => {
  const ran: string[] = []
  const runner: TrialRunner = {
    capacity,
    run: async (spec) => {
      ran.push(spec.trialId)
      const attempt = ran.filter((id) => id === spec.trialId).length
      return { record: await (stage.end ?? judge)(spec, attempt), wallMs: ran.length }
    },
    close: async () => undefined,
  }
  const observer = { started: () => undefined, finished: () => undefined, ended: () => undefined }
  const plan = { sweep, trials, retries }
  const signal = stage.signal ?? new AbortController().signal
  const summary = runSweep({ store, runner, rng: anRng(), observer }, plan, signal)
  return { ran, store, summary: await summary.catch((error: unknown) => error) }
}
const judge = (spec: TrialSpec): TrialRecord => aJudgedTrial(spec)
const attempts = (store: Store) =>
  store.rows('SELECT trial_id, attempt_no, outcome FROM attempt ORDER BY trial_id, attempt_no')

describe('a sweep', () => {
  test('runs every trial once, methods shuffled within their task and seed', async () => {
    const { ran, summary } = await sweepWith({ end: judge })
    expect(ran.toSorted()).toEqual(trials.map(({ trialId }) => trialId).toSorted())
    expect(ran.map((id) => id.split('/')[1])).toEqual([...Array(5).fill('1'), ...Array(5).fill('2')])
    expect(ran.slice(0, 5)).not.toEqual(ran.slice(0, 5).toSorted())
    expect(summary).toEqual({ kept: 0, outcomes: { solved: 0, unsolved: 10, blocked: 0, limit: 0, void: 0 } })
  })

  test('keeps finished trials when it is run again', async () => {
    const { store } = await sweepWith({ end: (spec) => (spec.seed === 1 ? judge(spec) : aVoidTrial(spec)) })
    const { ran, summary } = await sweepWith({ store, end: judge })
    expect(ran.every((id) => id.endsWith('/2'))).toBe(true)
    expect(summary).toMatchObject({ kept: 5, outcomes: { unsolved: 5 } })
  })

  test('tries a void trial again, keeps both attempts, and counts the last', async () => {
    const end = (spec: TrialSpec, attempt: number): TrialRecord => (attempt === 1 ? aVoidTrial(spec) : judge(spec))
    const { store, summary, ran } = await sweepWith({ retries: 1, end })
    expect(ran).toHaveLength(20)
    expect(attempts(store).slice(0, 2)).toEqual([
      { trial_id: 'a/1', attempt_no: 1, outcome: 'void' },
      { trial_id: 'a/1', attempt_no: 2, outcome: 'unsolved' },
    ])
    expect(summary).toMatchObject({ outcomes: { unsolved: 10, void: 0 } })
  })

  test('reports a trial as void when its tries are used up', async () => {
    const { store, summary } = await sweepWith({ retries: 2, end: (spec) => aVoidTrial(spec) })
    expect(attempts(store)).toHaveLength(30)
    expect(summary).toMatchObject({ outcomes: { void: 10 } })
  })

  test('leaves the same rows with one runner or four', async () => {
    const end = async (spec: TrialSpec): Promise<TrialRecord> => {
      for (let turn = 0; turn < spec.index % 4; turn += 1) await Promise.resolve()
      return judge(spec)
    }
    const [one, four] = [await sweepWith({ end }), await sweepWith({ end, capacity: 4 })]
    expect(four.store.rows('SELECT * FROM sweep_attempt ORDER BY trial_id')).toEqual(
      one.store.rows('SELECT * FROM sweep_attempt ORDER BY trial_id'),
    )
    expect(attempts(four.store)).toHaveLength(10)
  })

  test('stops on a signal, and keeps what has ended', async () => {
    const controller = new AbortController()
    const end = (spec: TrialSpec): TrialRecord => {
      controller.abort()
      return judge(spec)
    }
    const { store, summary, ran } = await sweepWith({ end, signal: controller.signal })
    expect(summary).toBeInstanceOf(InterruptedError)
    expect(ran).toHaveLength(1)
    expect(attempts(store)).toHaveLength(1)
  })

  test('stops its other runners when one fails, and fails with its error', async () => {
    const end = (spec: TrialSpec): TrialRecord => {
      if (spec.method.name === 'c') throw new RangeError('a worker died')
      return judge(spec)
    }
    const { summary, ran } = await sweepWith({ end, capacity: 2 })
    expect(summary).toEqual(new RangeError('a worker died'))
    expect(ran.length).toBeLessThan(10)
  })
})
