import { expect, test } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import type { Claim } from '../domain/claim.ts'
import { Sweep } from '../domain/sweep.ts'
import type { TrialSpec } from '../domain/trial.ts'
import type { ClusterPool } from '../ports/cluster.ts'
import type { Loop } from '../ports/loop.ts'
import type { Store } from '../ports/store.ts'
import type { TrialRunner } from '../ports/trial-runner.ts'
import { aFault, aMethod, anEnvironment, aTask } from '../testing/a-trial.ts'
import { anRng } from '../testing/an-rng.ts'
import { createFakeCluster } from '../testing/fake-cluster.ts'
import { expandSweep } from './1-expand-sweep.ts'
import { createInProcessRunner } from './run-in-process.ts'
import { runSweep } from './run-sweep.ts'

const sweep = Sweep.parse({
  sweep: 'small',
  title: 'Small',
  mode: 'fast',
  suite: 'small',
  methods: ['noop', 'looker'],
  seeds: [0, 1, 2],
})

/** Looks once, and says what the busiest line says. */
const looker: Loop = {
  run: async ({ shell, trace }): Promise<Claim> => {
    const outcome = await shell.exec('kubectl -n shop top pods', { timeoutMs: 10_000 })
    const line = outcome.status === 'exited' ? /^(demo-\w+)-\d +(\d{3}m.*)$/m.exec(outcome.stdout) : null
    trace.record({ type: 'decision', component: 'verifier', activated: line !== null, detail: line?.[0] ?? 'calm' })
    const finding =
      line === null
        ? { answer: 'no' as const, cause: 'none' as const, evidence: ['demo-app-1   2m'] }
        : { answer: 'yes' as const, object: `Deployment/${line[1]}`, cause: 'cpu' as const, evidence: [line[0]] }
    return { status: 'solved', summary: 'looked', finding }
  },
}
const noop: Loop = { run: async () => ({ status: 'unsolved', summary: 'did nothing' }) }
const loopOf = ({ method }: TrialSpec): Loop => (method.name === 'noop' ? noop : looker)

/** Every trial has a cluster of its own. */
const pool: ClusterPool = {
  open: (request, signal) => createFakeCluster().pool.open(request, signal),
  close: async () => undefined,
}

/** As many clusters as there may be trials at a time, as workers have them. */
const createRunners = (capacity: number): TrialRunner => {
  let wallMs = capacity * 1_000
  const wallClock = { nowMs: () => (wallMs += 1.5), sleep: untilWoken }
  const runners = Array.from({ length: capacity }, () =>
    createInProcessRunner({
      pool,
      rng: anRng(),
      environment: anEnvironment,
      loopOf,
      wallClock,
    }),
  )
  let turn = 0
  return {
    capacity,
    run: (spec, signal) => {
      turn += 1
      const runner = runners[turn % capacity]
      if (runner === undefined) throw new RangeError('no runner')
      return runner.run(spec, signal)
    },
    close: async () => undefined,
  }
}
const untilWoken = (_ms: number, signal?: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('woken')), { once: true })
  })

const play = async ({ capacity, order }: { capacity: number; order: string }): Promise<Store> => {
  const inputs = {
    sweep,
    mode: { fault_duration: '25s', observation: '5s', settle: '5s', oracle: '5s' },
    tasks: [aTask(), aTask({ id: 'detect-8' })],
    methods: [aMethod(), aMethod({ name: 'looker', loop: 'direct' })],
    faults: new Map([['stress/cpu', aFault()]]),
    apps: new Map([['demo-app', 'kind: List']]),
    skillBankDigest: 's',
    modelId: null,
    environment: anEnvironment,
    behaviourVersion: '1',
  }
  const trials = expandSweep({ rng: anRng() }, inputs)
  const store = openStore({ path: ':memory:' })
  const observer = { started: () => undefined, finished: () => undefined, ended: () => undefined }
  await runSweep(
    { store, runner: createRunners(capacity), rng: anRng(order), observer },
    {
      sweep: { sweepId: 'small', name: 'small', mode: 'fast', designJson: '{}', provenance: { commit: 'c' } },
      trials,
      retries: 0,
    },
    new AbortController().signal,
  )
  return store
}

const dump = (store: Store): readonly (readonly [string, readonly string[]])[] =>
  store.rows(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).map(({ name }) => {
    const columns = store
      .rows(`SELECT name FROM pragma_table_info('${name}') WHERE name NOT LIKE 'wall%'`)
      .map((column) => column['name'])
    return [
      String(name),
      store
        .rows(`SELECT ${columns.join(', ')} FROM ${name}`)
        .map((row) => JSON.stringify(row))
        .sort(),
    ]
  })

test('the pipe leaves the same bytes in every table, whatever the order and the number of runners', async () => {
  const [one, four] = [await play({ capacity: 1, order: 'a' }), await play({ capacity: 4, order: 'b' })]
  expect(dump(four)).toEqual(dump(one))
  expect(
    dump(one)
      .filter(([, rows]) => rows.length === 0)
      .map(([table]) => table),
  ).toEqual(['component_use', 'model_call', 'mutation', 'rollback_event'])
})

test('the rows tell the arms apart by SQL alone', async () => {
  const store = await play({ capacity: 1, order: 'a' })
  const byMethod = `SELECT method_name, count(*) AS trials, sum(outcome = 'solved') AS solved, sum(is_false_positive) AS false_positives,
    sum(command_count) AS commands, sum((SELECT sum(activated) FROM activation WHERE activation.trial_id = result.trial_id)) AS activations
    FROM result GROUP BY method_name ORDER BY method_name`
  // The fault of these tests always shows on demo-app, so the looker is wrong where demo-api was drawn.
  const wrong = Number(
    store.rows(`SELECT count(*) AS n FROM result WHERE method_name = 'looker' AND workload = 'demo-api'`)[0]?.['n'],
  )
  expect(store.rows(byMethod)).toEqual([
    { method_name: 'looker', trials: 6, solved: 6 - wrong, false_positives: wrong, commands: 6, activations: 4 },
    { method_name: 'noop', trials: 6, solved: 0, false_positives: 0, commands: 0, activations: null },
  ])
})
