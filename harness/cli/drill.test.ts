import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import type { RowReader } from '../ports/store.ts'
import { aCliIo } from '../testing/cli-io.ts'
import { runCli } from './run-cli.ts'

let folder: string
let store: RowReader & { readonly close: () => void }
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drill-'))
  const sweep = join(folder, 'drill.yaml')
  writeFileSync(sweep, 'sweep: drill\ntitle: D\nmode: fast\nsuite: drill\nmethods: [opsskill, no-ir]\nseeds: [7]\n')
  const { io, stderr } = aCliIo()
  const code = await runCli(['sweep', sweep, '--out', join(folder, 'results')], io)
  if (code !== 0) throw new Error(stderr())
  store = openStore({ path: join(folder, 'results/store.sqlite') })
}, 120_000)
afterAll(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const resultOf = (method: string, task: string) =>
  store.rows(
    `SELECT outcome, claim_status, rollback_triggered, rollback_available, rollback_completed, rollback_restored FROM result
     WHERE method_name = '${method}' AND task_id = '${task}'`,
  )
const acted = (method: string, task: string, component: string) =>
  store.rows(
    `SELECT coalesce(sum(activated), 0) AS acted FROM activation JOIN result USING (trial_id, attempt_no)
     WHERE method_name = '${method}' AND task_id = '${task}' AND component = '${component}'`,
  )[0]?.['acted']

it('sees the full system take a repair back that made things worse, to the state from before, and then solve the task', () => {
  expect(resultOf('opsskill', 'drill-1')).toMatchObject([
    { outcome: 'solved', claim_status: 'solved', rollback_triggered: 1, rollback_completed: 1, rollback_restored: 1 },
  ])
  expect(acted('opsskill', 'drill-1', 'ir')).toBeGreaterThan(0)
  expect(acted('opsskill', 'drill-1', 'rollback')).toBeGreaterThan(0)
})

it('sees the arm without the typed form left with what it made worse', () => {
  expect(resultOf('no-ir', 'drill-1')).toMatchObject([{ outcome: 'unsolved' }])
  expect(acted('no-ir', 'drill-1', 'ir')).toBe(0)
})

it('sees a false precondition keep a repair from being begun', () => {
  expect(resultOf('opsskill', 'drill-2')).toMatchObject([{ outcome: 'solved', rollback_triggered: 0 }])
  expect(acted('opsskill', 'drill-2', 'ir')).toBeGreaterThan(0)
})

it('does not take the empty way back of bare commands for one that was there', () => {
  const [row] = resultOf('no-ir', 'drill-2')
  expect(row?.['rollback_available']).toBe(0)
})
