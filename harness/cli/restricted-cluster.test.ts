import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { systemClock } from '../adapters/system/system-clock.ts'
import type { Row } from '../ports/store.ts'
import { aCliIo } from '../testing/cli-io.ts'
import { openClusters } from './compose/open-clusters.ts'
import { readSettings } from './live/plan-up.ts'
import { runCli } from './run-cli.ts'

const SLOW_MS = 900_000

/** A sandbox of this process, that is up, reached by its cluster file: two accounts on the target host, as on a real one that was prepared well. */
const up = async (folder: string, seed: string): Promise<() => Promise<unknown>> => {
  const stop = new AbortController()
  const { io } = aCliIo({ signal: stop.signal })
  let ended: Promise<unknown> = Promise.resolve()
  await new Promise<void>((resolve, reject) => {
    const stdout = { ...io.stdout, write: () => resolve() }
    ended = runCli(['sandbox', 'up', '--folder', folder, '--speed', '40', '--seed', seed], { ...io, stdout })
    ended.catch(reject)
  })
  return () => {
    stop.abort()
    return ended
  }
}

const VERDICTS = 'SELECT seed, method_name, outcome, claim_status, oracle_passed FROM result ORDER BY seed, method_name'

describe('a cluster with a second account for methods', () => {
  let folder: string
  let stop: () => Promise<unknown>
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opsskill-restricted-'))
    stop = await up(folder, '1')
  }, SLOW_MS)
  afterAll(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const cli = async (...argv: readonly string[]) => {
    const { io, stdout, stderr } = aCliIo()
    const code = await runCli(argv, io)
    return { code, stdout: stdout(), stderr: stderr() }
  }
  const cluster = (): string => join(folder, 'cluster.yaml')

  it('is given what is missing, and what is there stays as it is', async () => {
    const ask = async (command: string) => (await cli('sandbox', 'exec', '--folder', folder, command)).stdout
    const generations = () =>
      ask("kubectl -n opsskill-exp get deployments -o jsonpath='{.items[*].metadata.generation}'")
    const before = await generations()
    expect(before).not.toBe('')
    await ask('kubectl -n opsskill-exp delete service demo-api')
    const { stdout } = await cli('cluster', 'prepare', cluster(), '--yes')
    const { done } = JSON.parse(stdout) as { readonly done: readonly string[] }
    expect(done).toContain('service/demo-api created')
    expect(done.filter((line) => !line.endsWith(' created'))).toEqual([])
    expect(await generations()).toBe(before)
  })

  it('is not given an app where everything must stay as it is', async () => {
    const file = join(folder, 'system.yaml')
    writeFileSync(file, readFileSync(cluster(), 'utf8').replace('namespace: opsskill-exp', 'namespace: kube-system'))
    const { code, stderr } = await cli('cluster', 'prepare', file)
    expect(stderr).toContain('namespace: kube-system is one of protected_namespaces')
    expect(code).toBe(2)
  })
  const sweepFile = (methods: string): string => {
    writeFileSync(join(folder, 'suite.yaml'), 'suite: one\ntasks: [pilot/detect-1]\n')
    const file = join(folder, 'sweep.yaml')
    writeFileSync(
      file,
      `sweep: restricted\ntitle: R\nmode: fast\nsuite: ./suite.yaml\nmethods: [${methods}]\nseeds: [7, 8]\nwindows: { observation: 1s, settle: 1s }\n`,
    )
    return file
  }
  const rowsIn = (out: string, sql: string): readonly Row[] => {
    const store = openStore({ path: join(out, 'store.sqlite') })
    try {
      return store.rows(sql)
    } finally {
      store.close()
    }
  }

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

  it('is not fit where the account of the harness is one that may only look: each thing that is wrong has its remedy', async () => {
    const { io, stdout } = aCliIo({ isTTY: true, env: { NO_COLOR: '1' } })
    const file = join(folder, 'cluster-operator.yaml')
    expect(await runCli(['cluster', 'doctor', file], io)).toBe(1)
    const marks = stdout()
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith(' '))
      .map((line) => line.replace(/:.*/, ''))
    expect(marks).toContain('✓ kubectl and server')
    expect(marks).toContain('✗ rights of the harness')
    expect(stdout()).toMatch(/^✗ Chaos Mesh: cannot be looked at: .*Forbidden.*\n {4}bind cluster-admin/m)
    const { code, stdout: json } = await cli('cluster', 'doctor', file, '--json')
    const { fit, findings } = JSON.parse(json) as {
      fit: boolean
      findings: { status: string; remedy: string | null }[]
    }
    expect([code, fit]).toEqual([1, false])
    for (const { status, remedy } of findings) expect(remedy === null).toBe(status === 'ok')
  })

  it(
    'runs methods without a gate, whose rows say that they were isolated',
    async () => {
      const out = join(folder, 'results')
      const { code, stderr } = await cli('sweep', sweepFile('direct'), '--cluster', cluster(), '--out', out)
      expect(stderr).not.toContain('void:')
      expect(code).toBe(0)
      const rows = rowsIn(out, 'SELECT outcome, environment_kind, isolation FROM result')
      expect(rows).toHaveLength(2)
      for (const row of rows) expect(row).toMatchObject({ environment_kind: 'ssh', isolation: 'restricted' })
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

  describe('beside another one, in one sweep', () => {
    let other: string
    let stopOther: () => Promise<unknown>
    /** Of the same sweep in sandboxes of its own. */
    let verdicts: readonly Row[]
    beforeAll(async () => {
      other = mkdtempSync(join(tmpdir(), 'opsskill-other-'))
      stopOther = await up(other, '2')
      const out = join(folder, 'in-process')
      await cli('sweep', sweepFile('noop, reference'), '--out', out)
      verdicts = rowsIn(out, VERDICTS)
      // Whoever has another cluster need not wait long for a lost one.
      const file = join(other, 'cluster.yaml')
      writeFileSync(file, `${readFileSync(file, 'utf8')}reconnect_within: 0s\n`)
    }, SLOW_MS)
    afterAll(async () => {
      await stopOther()
      rmSync(other, { recursive: true, force: true })
    })

    const sweepOnBoth = (out: string) =>
      cli('sweep', sweepFile('noop, reference'), '--cluster', cluster(), join(other, 'cluster.yaml'), '--out', out)

    it('is refused where both files lead to the same one', async () => {
      const out = join(folder, 'same')
      const { code, stderr } = await cli('sweep', sweepFile('noop'), '--cluster', cluster(), cluster(), '--out', out)
      expect(stderr).toContain(`${cluster()} and ${cluster()} lead to the same cluster`)
      expect(code).toBe(2)
    })

    it(
      'has one block of trials on each, with all its methods, and rows that name the cluster; verdicts are those of any other',
      async () => {
        const out = join(folder, 'both')
        const { code, stderr } = await sweepOnBoth(out)
        expect(stderr).not.toContain('void:')
        expect(code).toBe(0)
        for (const told of ['on cluster 1: detect-1, noop, seed 7', 'on cluster 2: detect-1, reference, seed 8'])
          expect(stderr).toContain(told)
        expect(verdicts).toHaveLength(4)
        expect(rowsIn(out, VERDICTS)).toEqual(verdicts)
        const blocks = rowsIn(
          out,
          'SELECT seed, count(*) AS methods, count(DISTINCT environment_fingerprint) AS clusters FROM result GROUP BY seed',
        )
        expect(blocks).toEqual([7, 8].map((seed) => ({ seed, methods: 2, clusters: 1 })))
        expect(rowsIn(out, 'SELECT DISTINCT environment_fingerprint FROM result')).toHaveLength(2)
      },
      SLOW_MS,
    )

    it(
      'takes over its trials when it can be reached no more: what was under way there is void and runs again, none is lost',
      async () => {
        const out = join(folder, 'lost')
        const running = sweepOnBoth(out)
        const look = ['sandbox', 'exec', '--folder', other, 'kubectl get ns -l opsskill/part=fault -o name']
        while ((await cli(...look)).stdout === '') await systemClock.sleep(100)
        await stopOther()
        const { code, stderr } = await running
        expect(stderr).toContain('the cluster is set aside: cleaning up failed')
        expect(code).toBe(0)
        expect(rowsIn(out, VERDICTS)).toEqual(verdicts)
        const lost = rowsIn(
          out,
          "SELECT seed, void_reason, environment_fingerprint FROM sweep_attempt WHERE outcome = 'void'",
        )
        expect(lost).toEqual([
          { seed: 8, void_reason: expect.stringContaining('was lost'), environment_fingerprint: expect.any(String) },
        ])
        const places = rowsIn(out, 'SELECT DISTINCT environment_fingerprint FROM result')
        expect(places).toHaveLength(1)
        expect(places).not.toContainEqual({ environment_fingerprint: lost[0]?.['environment_fingerprint'] })
      },
      SLOW_MS,
    )
  })

  it('is cleaned of what harnesses that are gone left there: said first, done with consent only, and not by a run that may not begin', async () => {
    const onHost = (command: string) => cli('sandbox', 'exec', '--folder', folder, command)
    await onHost('kubectl create namespace abandoned && kubectl label namespace abandoned ops-tenancy/owner=nobody')
    const foundBy = async (...more: readonly string[]): Promise<unknown> =>
      (JSON.parse((await cli('cluster', 'clean', cluster(), ...more)).stdout) as { readonly found: unknown }).found
    expect(JSON.stringify(await foundBy())).toContain('abandoned')
    const taken = join(folder, 'taken')
    mkdirSync(taken)
    writeFileSync(join(taken, 'running.pid'), String(process.pid))
    const refused = await cli('sweep', sweepFile('direct'), '--cluster', cluster(), '--out', taken)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/another run works here[^]*name another/)])
    expect((await onHost('kubectl get namespace abandoned -o name')).stdout).toBe('namespace/abandoned\n')
    await foundBy('--yes')
    expect((await onHost('kubectl get namespace abandoned --ignore-not-found -o name')).stdout).toBe('')
    expect(await foundBy()).toEqual([])
  })

  it('has it in the provenance of a sweep when the keys of its hosts are not verified', async () => {
    const file = join(folder, 'trusting.yaml')
    writeFileSync(file, `${readFileSync(cluster(), 'utf8')}ssh_options: ["-o", "StrictHostKeyChecking=no"]\n`)
    const open = async (path: string) => {
      const lines: string[] = []
      const clusters = await openClusters({ log: (line) => void lines.push(line) }, [path])
      await clusters.close()
      return { lines, hostKeys: clusters.provenance['ssh.host-keys'] }
    }
    expect(await open(cluster())).toEqual({ lines: [], hostKeys: undefined })
    const { lines, hostKeys } = await open(file)
    expect(hostKeys).toBe('not verified')
    expect(lines).toContainEqual(expect.stringContaining('host keys are not verified'))
  })

  it('is given back with a word only where it can be reached no more', async () => {
    const file = join(folder, 'impatient.yaml')
    writeFileSync(file, `${readFileSync(cluster(), 'utf8')}reconnect_within: 0s\n`)
    const lines: string[] = []
    const clusters = await openClusters({ log: (line) => void lines.push(line) }, [file])
    await clusters.join()
    await stop()
    await clusters.close()
    expect(lines).toContainEqual(
      expect.stringContaining('cluster: its lease could not be given back, the next start removes it'),
    )
  })
})
