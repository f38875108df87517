import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeShell } from '../../testing/shell-contract.ts'
import type { Clock } from '../../ports/clock.ts'
import { systemClock } from '../system/system-clock.ts'
import { createLocalShell } from './create-local-shell.ts'

describeShell('this machine', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsskill-'))
  const program = join(folder, 'kubectl')
  writeFileSync(program, '#!/bin/sh\necho pod/a\necho pod/b\n')
  chmodSync(program, 0o755)
  const environment = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, LC_ALL: 'C.UTF-8' }
  const outputLimitBytes = 64 * 1024
  return {
    shell: createLocalShell({ clock: systemClock }, { outputLimitBytes, environment }),
    outputLimitBytes,
    close: async () => rmSync(folder, { recursive: true }),
  }
})

/** Time that passes as soon as somebody waits for it. */
const hastyClock: Clock = { nowMs: () => 0, sleep: async () => {} }

describe('a limit on this machine', () => {
  it('ends the whole process group, children of children too', async () => {
    const shell = createLocalShell({ clock: systemClock })
    const mark = `31${process.pid}.5`
    const outcome = await shell.exec(`bash -c 'sleep ${mark} & sleep ${mark}'; true`, { timeoutMs: 300 })
    expect(outcome).toMatchObject({ status: 'timed-out' })
    const left = await shell.exec(`pgrep -f '[s]leep ${mark}' | wc -l | tr -d ' '`, { timeoutMs: 10_000 })
    expect(left).toMatchObject({ stdout: '0\n' })
  })

  it('reports a command that a signal ended with 128 and its number', async () => {
    expect(await createLocalShell({ clock: systemClock }).exec('kill -TERM $$', { timeoutMs: 10_000 })).toMatchObject({
      status: 'exited',
      exitCode: 143,
    })
  })

  it('is counted on the clock that it is given', async () => {
    const outcome = await createLocalShell({ clock: hastyClock }).exec('sleep 600', { timeoutMs: 3_600_000 })
    expect(outcome).toMatchObject({ status: 'timed-out', limitMs: 3_600_000 })
  })
})
