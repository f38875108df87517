import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { aJudgedTrial, aTrialSpec } from '../testing/a-trial.ts'
import { aCliIo } from '../testing/cli-io.ts'
import { runCli } from './run-cli.ts'

it('says of a report that cannot be written where, why and what to do, and exits 2', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'results-'))
  const store = openStore({ path: join(folder, 'store.sqlite') })
  const trial = aTrialSpec()
  store.beginSweep({ sweepId: 's', name: 's', mode: 'fast', designJson: '{}', provenance: {} }, [trial])
  store.saveTrial('s', aJudgedTrial(trial), 1)
  store.close()
  // A folder in the way of the file: refused for every user, root too.
  mkdirSync(join(folder, 'report.html'))
  const { io, stderr } = aCliIo()
  expect(await runCli(['report', folder], io)).toBe(2)
  expect(stderr()).toContain(`${folder}: the report cannot be written: it is a folder; make the folder writable`)
  rmSync(folder, { recursive: true })
})
