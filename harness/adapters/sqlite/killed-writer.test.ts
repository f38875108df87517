import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row, Store } from '../../ports/store.ts'
import { aJudgedTrial, aTrialSpec } from '../../testing/a-trial.ts'
import { findPackageRoot } from '../system/find-package-root.ts'
import { openStore } from './open-store.ts'

const built = join(findPackageRoot(), 'dist/harness')

const COMMANDS = 1_500

/**
 * A process that writes a small trial, then begins on a large one and kills itself at one of its commands, or at its end. The large one
 * does not fit SQLite's cache: half of it lies in the log before it is committed.
 */
const PROGRAM = `
import { openStore } from '${pathToFileURL(join(built, 'adapters/sqlite/open-store.js')).href}'
import { aJudgedTrial, aTrialSpec } from '${pathToFileURL(join(built, 'testing/a-trial.js')).href}'
const [path, at] = process.argv.slice(1)
const trials = [1, 2].map((seed) => aTrialSpec({ cellId: 'c' + seed, seed, index: seed - 1 }))
const store = openStore({ path })
store.beginSweep({ sweepId: 's', name: 's', mode: 'fast', designJson: '{}', provenance: {} }, trials)
const outcome = { status: 'exited', exitCode: 0, stdout: 'x'.repeat(16_000), stderr: '', truncated: false, durationMs: 1 }
const command = { type: 'command', atMs: 1, actor: 'method', episode: 1, command: 'kubectl get pods', outcome }
const mutation = { atMs: 1, actor: 'method', denied: false, class: 'in-scope', verb: 'patch', kind: 'Pod', name: 'a', namespace: 'b', paths: [] }
const endsAt = (list, index) =>
  Object.assign(list, {
    forEach: (visit) => {
      for (const [each, item] of [...list, undefined].entries()) {
        if (each === index) process.kill(process.pid, 'SIGKILL')
        if (item !== undefined) visit(item, each)
      }
    },
  })
if (!store.finishedTrials('s').has(trials[0].trialId)) store.saveTrial('s', aJudgedTrial(trials[0], { events: [command, command], mutations: [mutation] }), 1)
const events = endsAt(Array.from({ length: ${COMMANDS} }, () => command), Number(at))
const mutations = endsAt([mutation], at === 'end' ? 1 : undefined)
store.saveTrial('s', aJudgedTrial(trials[1], { events, mutations }), 1)
console.log('not killed')
`

describe('a process that is killed while it records a trial', () => {
  let folder: string
  let path: string
  beforeAll(() => {
    if (!existsSync(built)) throw new Error(`${built} is missing: run npm run build`)
    folder = mkdtempSync(join(tmpdir(), 'killed-writer-'))
    path = join(folder, 'store.sqlite')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const inStore = <T>(look: (store: Store) => T): T => {
    const store = openStore({ path })
    try {
      return look(store)
    } finally {
      store.close()
    }
  }
  const rowsOf = (store: Store): readonly (readonly Row[])[] =>
    ['attempt', 'command', 'mutation'].map((table) =>
      store.rows(`SELECT trial_id, count(*) AS n FROM ${table} GROUP BY trial_id`),
    )

  it.each([
    ['after its first row', '0', 0],
    ['among its commands', String(COMMANDS - 1), 1_000_000],
    ['after its last row', 'end', 1_000_000],
  ])('%s leaves the trials before it whole, and nothing of that one', (_when, at, loggedBytes) => {
    const { signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM, path, at], {
      encoding: 'utf8',
    })
    expect({ signal, stdout, stderr }).toEqual({ signal: 'SIGKILL', stdout: '', stderr: '' })
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(loggedBytes)
    inStore((store) => {
      expect(rowsOf(store)).toEqual([1, 2, 1].map((n) => [{ trial_id: 'c1/1', n }]))
      expect(store.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
      expect(store.finishedTrials('s')).toEqual(new Set(['c1/1']))
    })
  })

  it('is no reason not to record that trial later', () => {
    inStore((store) => {
      store.saveTrial('s', aJudgedTrial(aTrialSpec({ cellId: 'c2', seed: 2, index: 1 })), 1)
      expect(store.finishedTrials('s')).toEqual(new Set(['c1/1', 'c2/2']))
      expect(store.rows("SELECT attempt_no FROM attempt WHERE trial_id = 'c2/2'")).toEqual([{ attempt_no: 1 }])
    })
  })
})
