import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TraceEvent } from '../../domain/trace.ts'
import type { TrialRecord } from '../../domain/trial.ts'
import type { Store, SweepRow } from '../../ports/store.ts'
import { aJudgedTrial, aTrialSpec, aVoidTrial } from '../../testing/a-trial.ts'
import { openStore } from './open-store.ts'

const sweep: SweepRow = { sweepId: 'pilot', name: 'pilot', mode: 'fast', designJson: '{}', provenance: { node: 'v20' } }
const first = aTrialSpec({ cellId: 'aa', seed: 1, index: 0 })
const second = aTrialSpec({ cellId: 'bb', seed: 2, index: 1 })

let directory: string
let stores: Store[]
const openIn = (name: string): Store => {
  const store = openStore({ path: join(directory, name), lockWaitMs: 10 })
  stores.push(store)
  return store
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-'))
  stores = []
})
afterEach(() => {
  for (const store of stores) store.close()
  rmSync(directory, { recursive: true })
})

const events: readonly TraceEvent[] = [
  {
    type: 'command',
    atMs: 10.4,
    actor: 'method',
    episode: 1,
    command: 'kubectl get pods',
    outcome: { status: 'exited', exitCode: 1, stdout: 'a', stderr: 'b', truncated: false, durationMs: 41.6 },
  },
  {
    type: 'command',
    atMs: 20,
    actor: 'method',
    episode: 2,
    command: 'sleep 99',
    outcome: { status: 'timed-out', limitMs: 5000, stdout: '', stderr: '', durationMs: 5000 },
  },
  {
    type: 'command',
    atMs: 21,
    actor: 'method',
    episode: 2,
    command: 'kubectl delete ns x',
    outcome: { status: 'denied', rule: 'scope', reason: 'not yours' },
  },
  {
    type: 'check',
    atMs: 22,
    actor: 'oracle',
    role: 'guard',
    result: { name: 'g', command: 'c', passed: true, detail: 'd', exitCode: 0, stdout: '', stderr: '', signal: 's' },
  },
  { type: 'decision', atMs: 23, component: 'gate', activated: true, detail: 'refused' },
  { type: 'component', atMs: 24, component: 'planner', requested: 'llm', used: 'heuristic', reason: 'no key' },
  {
    type: 'model-call',
    atMs: 25,
    call: { purpose: 'plan', model: 'm', status: 'unavailable', inputTokens: null, outputTokens: 3, detail: 'no key' },
  },
  { type: 'rollback', atMs: 26, available: true, completed: false },
]

const full = aJudgedTrial(first, {
  events,
  claim: { status: 'solved', summary: 's', finding: { answer: 'yes', cause: 'cpu', evidence: ['demo-app 498m', '2'] } },
  mutations: [
    {
      atMs: 20.2,
      actor: 'method',
      denied: false,
      class: 'out-of-scope',
      verb: 'patch',
      kind: 'Deployment',
      name: 'demo-app',
      namespace: 'shop',
      paths: ['spec.replicas'],
    },
  ],
  faultWindows: [
    {
      fault: 'f',
      objectName: 'o',
      requestedMs: 1,
      injectedMs: 2,
      symptomMs: null,
      expiredMs: null,
      recoveredMs: null,
      note: '',
    },
  ],
  rollback: { available: true, triggered: true, completed: false, restored: false },
})

const childTables = [
  'attempt',
  'command',
  'check_result',
  'finding',
  'finding_evidence',
  'mutation',
  'model_call',
  'fault_window',
  'activation',
  'component_use',
  'rollback_event',
]
const count = (store: Store, table: string): number =>
  Number(store.rows(`SELECT count(*) AS n FROM ${table}`)[0]?.['n'])

describe('the store', () => {
  test('keeps every observation of a trial in a table of its own', () => {
    const store = openIn('s.sqlite')
    store.beginSweep(sweep, [first, second])
    store.saveTrial('pilot', full, 12.5)
    expect(Object.fromEntries(childTables.map((table) => [table, count(store, table)]))).toEqual({
      attempt: 1,
      command: 3,
      check_result: 1,
      finding: 1,
      finding_evidence: 2,
      mutation: 1,
      model_call: 1,
      fault_window: 1,
      activation: 1,
      component_use: 1,
      rollback_event: 1,
    })
    expect(store.rows('SELECT at_ms, duration_ms, exit_code, status FROM command ORDER BY seq')).toEqual([
      { at_ms: 10, duration_ms: 42, exit_code: 1, status: 'exited' },
      { at_ms: 20, duration_ms: 5000, exit_code: null, status: 'timed-out' },
      { at_ms: 21, duration_ms: null, exit_code: null, status: 'denied' },
    ])
    expect(store.rows('SELECT is_false_positive, rollback_restored, task_id, position FROM result')).toEqual([
      { is_false_positive: 1, rollback_restored: 0, task_id: 'detect-9', position: 0 },
    ])
  })

  test('keeps the attempts before the one that counts, and accepts none after it', () => {
    const store = openIn('s.sqlite')
    store.beginSweep(sweep, [first])
    store.saveTrial('pilot', { ...aVoidTrial(first), events }, 1)
    expect(store.finishedTrials('pilot').size).toBe(0)
    store.saveTrial('pilot', full, 2)
    expect(store.finishedTrials('pilot')).toEqual(new Set(['aa/1']))
    expect(() => store.saveTrial('pilot', full, 3)).toThrow(/has a result that counts/)
    expect(store.rows('SELECT attempt_no, outcome, void_reason FROM sweep_attempt ORDER BY attempt_no')).toEqual([
      { attempt_no: 1, outcome: 'void', void_reason: 'the symptom did not show' },
      { attempt_no: 2, outcome: 'unsolved', void_reason: null },
    ])
    expect(count(store, 'command')).toBe(6)
  })

  test('leaves nothing of a trial whose rows cannot all be written', () => {
    const store = openIn('s.sqlite')
    store.beginSweep(sweep, [first])
    const broken = { ...full, mutations: [{ ...full.mutations[0], class: 'odd' }] } as unknown as TrialRecord
    expect(() => store.saveTrial('pilot', broken, 1)).toThrow(/CHECK/)
    expect(childTables.map((table) => count(store, table))).toEqual(childTables.map(() => 0))
  })

  test('finds finished trials again after it was closed', () => {
    const before = openStore({ path: join(directory, 's.sqlite') })
    before.beginSweep(sweep, [first, second])
    before.saveTrial('pilot', full, 1)
    before.close()
    const store = openIn('s.sqlite')
    store.beginSweep(sweep, [first, second])
    expect(store.finishedTrials('pilot')).toEqual(new Set(['aa/1']))
    store.saveTrial('pilot', aJudgedTrial(second), 1)
    expect(store.finishedTrials('pilot')).toEqual(new Set(['aa/1', 'bb/2']))
  })

  test('counts for a sweep what its present design consists of', () => {
    const store = openIn('s.sqlite')
    store.beginSweep(sweep, [first])
    store.saveTrial('pilot', full, 1)
    store.beginSweep(sweep, [second])
    expect(store.finishedTrials('pilot').size).toBe(0)
    store.beginSweep({ ...sweep, sweepId: 'other' }, [first])
    expect(store.finishedTrials('other')).toEqual(new Set(['aa/1']))
  })

  test('holds the same rows whatever the order in which trials ended', () => {
    const dump = (records: readonly TrialRecord[], name: string): unknown => {
      const store = openIn(name)
      store.beginSweep(sweep, [first, second])
      records.forEach((record, index) => store.saveTrial('pilot', record, index))
      const tables = ['sweep', 'cell', 'trial', 'sweep_trial', 'provenance', ...childTables.slice(1)]
      return [...tables.map((table) => `SELECT * FROM ${table}`), 'SELECT * FROM sweep_attempt'].map((sql) =>
        store
          .rows(sql)
          .map((row) => JSON.stringify(row))
          .sort(),
      )
    }
    const records = [full, aJudgedTrial(second, { events })]
    expect(dump(records, 'a.sqlite')).toEqual(dump(records.toReversed(), 'b.sqlite'))
  })

  test('refuses to write through its reader', () => {
    expect(() => openIn('s.sqlite').rows('DELETE FROM attempt')).toThrow(/only queries that read/)
  })

  test('refuses a trial of a sweep that was not begun', () => {
    expect(() => openIn('s.sqlite').saveTrial('pilot', full, 1)).toThrow(/was not begun/)
  })
})
