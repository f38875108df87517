import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { aCliIo } from '../testing/cli-io.ts'
import { readSettings } from './live/plan-up.ts'
import { runCli } from './run-cli.ts'

const SLOW_MS = 900_000

/** A sandbox that is up, reached by its cluster file: two accounts on the target host, as on a real one that was prepared well. */
describe('a cluster with a second account for methods', () => {
  let folder: string
  const stop = new AbortController()
  let ended: Promise<unknown> = Promise.resolve()
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opsskill-restricted-'))
    const { io } = aCliIo({ signal: stop.signal })
    await new Promise<void>((resolve, reject) => {
      const stdout = { ...io.stdout, write: () => resolve() }
      ended = runCli(['sandbox', 'up', '--folder', folder, '--speed', '20'], { ...io, stdout })
      ended.catch(reject)
    })
  }, SLOW_MS)
  afterAll(async () => {
    stop.abort()
    await ended
    rmSync(folder, { recursive: true, force: true })
  })

  const cli = async (...argv: readonly string[]) => {
    const { io, stdout, stderr } = aCliIo()
    const code = await runCli(argv, io)
    return { code, stdout: stdout(), stderr: stderr() }
  }
  const cluster = (): string => join(folder, 'cluster.yaml')

  it('is fit, and isolates', async () => {
    const { code, stdout } = await cli('cluster', 'doctor', cluster())
    const { findings } = JSON.parse(stdout) as { findings: { check: string; status: string; detail: string }[] }
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
    expect(findings.find(({ check }) => check === 'isolation')).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('methods work as operator'),
    })
    expect(code).toBe(0)
  })

  it(
    'runs methods without a gate, whose rows say that they were isolated',
    async () => {
      writeFileSync(join(folder, 'suite.yaml'), 'suite: one\ntasks: [pilot/detect-1]\n')
      const sweep = join(folder, 'sweep.yaml')
      writeFileSync(
        sweep,
        'sweep: restricted\ntitle: R\nmode: fast\nsuite: ./suite.yaml\nmethods: [direct]\nseeds: [7, 8]\nwindows: { observation: 1s, settle: 1s }\n',
      )
      const out = join(folder, 'results')
      const { code, stderr } = await cli('sweep', sweep, '--cluster', cluster(), '--out', out)
      expect(stderr).not.toContain('void:')
      expect(code).toBe(0)
      const store = openStore({ path: join(out, 'store.sqlite') })
      try {
        const rows = store.rows('SELECT outcome, environment_kind, isolation FROM result')
        expect(rows).toHaveLength(2)
        for (const row of rows) expect(row).toMatchObject({ environment_kind: 'ssh', isolation: 'restricted' })
      } finally {
        store.close()
      }
    },
    SLOW_MS,
  )

  it('is described by a profile, like which another sandbox can be', async () => {
    const file = join(folder, 'profile.json')
    const { stdout } = await cli('cluster', 'profile', cluster(), '--out', file)
    expect(readSettings(file)).toMatchObject({ kubernetes: 'v1.32.13', nodes: { count: 3, cpu: 4, memory_gib: 16 } })
    expect(JSON.parse(stdout)).toMatchObject({
      kubernetesVersion: 'v1.32.13',
      nodes: [{ name: 'node1' }, { name: 'node2' }, { name: 'node3' }],
      capabilities: { metrics: true, tools: expect.arrayContaining(['kubectl']) },
      latency: { commandMs: expect.any(Number), kubectlMs: expect.any(Number) },
    })
  })
})
