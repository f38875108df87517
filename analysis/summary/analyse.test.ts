import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JudgedTrial, TrialSpec } from '../../harness/domain/trial.ts'
import { aSweepStore, someMethods } from '../../harness/testing/a-sweep-store.ts'
import { columns } from '../columns/index.ts'
import { meanOverTasks } from '../columns/totals-by-task.ts'
import { analyse } from './analyse.ts'

const SELECTION = { sweepId: 'pilot', fallbacks: 'exclude' } as const
const methods = someMethods(['System', 'System − gate', 'System − verifier', 'Bare'])
const tasks = ['detect-1', 'detect-2', 'recover-1', 'gated-1']
const contrasts = { method: 'system', against: ['system-gate', 'system-verifier', 'bare'] }

const verdict = (passed: boolean): JudgedTrial['verdict'] => ({
  passed,
  checks: [{ name: 'answer', command: '', passed, detail: '', exitCode: null, stdout: '', stderr: '' }],
  guard: [],
})

/** The system solves all but one trial; the others solve seed 0 only, and all claim success. The system's gate acts, its verifier never does. */
const result = ({ method, task, seed }: TrialSpec): Partial<JudgedTrial> => {
  const passed = method.name === 'system' ? !(task.id === 'gated-1' && seed === 2) : seed === 0
  return {
    outcome: passed ? 'solved' : 'unsolved',
    verdict: verdict(passed),
    commands: 4,
    events:
      method.name === 'system'
        ? [
            { type: 'decision', atMs: 1, component: 'gate', activated: true, detail: 'refused' },
            { type: 'decision', atMs: 2, component: 'verifier', activated: false, detail: 'agreed' },
          ]
        : [],
  }
}

const fixture = { methods, tasks, seeds: [0, 1, 2], contrasts, result }

describe('analyse', () => {
  it('averages seeds inside a task, then tasks', () => {
    const model = analyse(aSweepStore(fixture), SELECTION)
    const [system, , , bare] = model.methods
    expect(system?.estimates.solved?.mean).toBeCloseTo((1 + 1 + 1 + 2 / 3) / 4, 12)
    expect(bare?.estimates.solved?.mean).toBeCloseTo(1 / 3, 12)
    expect(bare?.estimates.falsePositiveGap?.mean).toBeCloseTo(2 / 3, 12)
    expect(bare?.estimates.clusterSeconds?.mean).toBe(2)
  })

  it('prints SQL that gives the numbers of the table when run by hand', () => {
    const store = aSweepStore(fixture)
    const model = analyse(store, SELECTION)
    for (const column of Object.values(columns)) {
      const printed = model.queries.find((query) => query.sql === meanOverTasks(SELECTION, column))
      const name = Object.entries(columns).find(([, candidate]) => candidate === column)?.[0] as keyof typeof columns
      const byHand = store.rows(printed?.sql ?? '').map((row) => [row['method_name'], Number(row['mean']).toFixed(12)])
      const shown = model.methods.flatMap((method) =>
        method.estimates[name] === undefined ? [] : [[method.name, method.estimates[name].mean.toFixed(12)]],
      )
      expect(new Map(byHand as [string, string][])).toEqual(new Map(shown as [string, string][]))
    }
  })

  it('contrasts the system with the others, and adjusts only what was exercised', () => {
    const [gate, verifier, bare] = analyse(aSweepStore(fixture), SELECTION).contrasts
    expect(gate?.ablation).toEqual({
      differences: [{ path: 'components.gate', system: 'risk-budget', other: 'none' }],
      activations: 12,
    })
    expect(gate?.effects.solved?.estimate.mean).toBeCloseTo(11 / 12 - 1 / 3, 12)
    expect(gate?.effects.solved?.test.p).toBe(1 / 8)
    expect(gate?.adjustedP).toBe(1 / 4)
    expect(verifier?.ablation?.activations).toBe(0)
    expect(verifier?.adjustedP).toBeUndefined()
    expect(bare?.ablation).toBeUndefined()
  })

  it('cuts the interval of a difference of rates at ±1, which two tasks overshoot', () => {
    const store = aSweepStore({
      ...fixture,
      tasks: ['detect-1', 'detect-2'],
      result: (spec) => {
        const passed = spec.method.name === 'system' || spec.task.id === 'detect-1'
        return { ...result(spec), outcome: passed ? 'solved' : 'unsolved', verdict: verdict(passed) }
      },
    })
    const { effects } = analyse(store, SELECTION).contrasts[2] ?? {}
    expect(effects?.solved?.estimate).toMatchObject({ mean: 0.5, interval: { low: -1, high: 1 } })
  })

  it('keeps void trials out of every rate, counts them, and bounds the rate by them', () => {
    const store = aSweepStore({
      ...fixture,
      result: (spec) => (spec.method.name === 'bare' && spec.seed === 0 ? 'void' : result(spec)),
    })
    const model = analyse(store, SELECTION)
    const bare = model.methods[3]
    expect(bare?.estimates.solved?.mean).toBe(0)
    expect(bare?.coverage).toMatchObject({ planned: 12, judged: 8, voidAttempts: 4, worstCase: 0 })
    expect(bare?.coverage.bestCase).toBeCloseTo(1 / 3, 12)
    expect(model.contrasts[2]).toMatchObject({ missingDiffers: true, effects: { solved: { pairs: 8 } } })
  })

  it('leaves out trials with a fallback and counts them, unless told to keep them', () => {
    const event = {
      type: 'component',
      atMs: 1,
      component: 'planner',
      requested: 'llm',
      used: 'heuristic',
      reason: 'no key',
    } as const
    const store = aSweepStore({
      ...fixture,
      result: (spec) =>
        spec.method.name === 'bare' ? { ...result(spec), events: spec.seed === 0 ? [event] : [] } : result(spec),
    })
    expect(analyse(store, SELECTION).methods[3]).toMatchObject({
      estimates: { solved: { mean: 0 } },
      coverage: { judged: 12, fallbackTrials: 4 },
    })
    const kept = analyse(store, { ...SELECTION, fallbacks: 'include' }).methods[3]
    expect(kept?.estimates.solved?.mean).toBeCloseTo(1 / 3, 12)
  })

  it('shows a method without results as missing, not as 0', () => {
    const store = aSweepStore({
      ...fixture,
      result: (spec) => (spec.method.name === 'bare' ? undefined : result(spec)),
    })
    const model = analyse(store, SELECTION)
    expect(model.methods[3]?.estimates.solved).toBeUndefined()
    expect(model.contrasts[2]?.effects.solved).toBeUndefined()
  })

  it('digests the rows: the same for the same rows, another for another outcome', () => {
    const digest = (spec: (trial: TrialSpec) => Partial<JudgedTrial>): string =>
      analyse(aSweepStore({ ...fixture, result: spec }), SELECTION).rowsDigest
    expect(digest(result)).toBe(digest(result))
    expect(digest((spec) => ({ ...result(spec), commands: 5 }))).not.toBe(digest(result))
  })

  it('shows the gap that the SQL in the README of the store gives, which is claimed minus solved', () => {
    const store = aSweepStore(fixture)
    const readme = readFileSync(new URL('../../harness/adapters/sqlite/README.md', import.meta.url), 'utf8')
    const sql = /(?<=as the report has them[^\n]*\n)SELECT[\s\S]*?(?=;\n)/.exec(readme)?.[0] ?? ''
    const rows = store.rows(sql)
    const { methods } = analyse(store, SELECTION)
    expect(rows.length).toBe(methods.length)
    for (const { name, estimates } of methods) {
      const row = rows.find(({ method_name }) => method_name === name)
      expect(row?.['solved']).toBeCloseTo(estimates.solved?.mean ?? Number.NaN, 12)
      expect(row?.['gap']).toBeCloseTo(estimates.falsePositiveGap?.mean ?? Number.NaN, 12)
      expect(row?.['gap']).toBeCloseTo((estimates.claimed?.mean ?? 0) - (estimates.solved?.mean ?? 0), 12)
    }
  })

  it('refuses a sweep that the store does not know', () => {
    expect(() => analyse(aSweepStore(fixture), { ...SELECTION, sweepId: "o'hara" })).toThrow("no sweep o'hara")
  })
})
