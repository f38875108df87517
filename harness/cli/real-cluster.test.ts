import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { systemClock } from '../adapters/system/system-clock.ts'
import { aCliIo } from '../testing/cli-io.ts'
import { missingPrograms } from '../testing/missing-programs.ts'
import { aLiveSandbox } from '../testing/a-live-sandbox.ts'
import { openSshCluster } from '../testing/open-ssh-cluster.ts'
import { connectionsOf, endProcess, startOpenSshHosts } from '../testing/open-ssh-hosts.ts'
import type { OpenSshHosts } from '../testing/open-ssh-hosts.ts'
import { realKubectl } from '../testing/real-kubectl.ts'
import { runCli } from './run-cli.ts'

/** Cluster seconds a second: time passes by itself here, and nothing makes it jump. */
const SPEED = 10

/** Hundreds of processes, on machines that are busy with other tests. */
const SLOW_MS = 900_000

const lacksSshd = missingPrograms('sshd', 'ssh').length > 0

describe.skipIf(lacksSshd)('a cluster behind real OpenSSH, bash, kubectl and HTTPS', () => {
  let folder: string
  let hosts: OpenSshHosts
  let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>
  let cluster: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opsskill-real-'))
    hosts = await startOpenSshHosts({ kubectl: realKubectl() })
    sandbox = await aLiveSandbox({ speed: SPEED })
    cluster = clusterFile('cluster.yaml')
  }, SLOW_MS)
  afterAll(async () => {
    await sandbox.close()
    await hosts.close()
    rmSync(folder, { recursive: true })
  })

  /** One account only, unless the changes say otherwise. */
  const clusterFile = (name: string, changes: object = {}): string => {
    const file = join(folder, name)
    const kubeconfig = sandbox.kubeconfigs.harness
    const config = openSshCluster(hosts, { kubeconfig, namespace: 'skills', hasMethodUser: false })
    writeFileSync(file, JSON.stringify({ ...config, ...changes }))
    return file
  }

  const twoAccounts = (identity: string) => ({ method_user: { user: hosts.user, identity_files: [identity] } })

  const sweepFile = (name: string, methods: string): string => {
    writeFileSync(join(folder, 'suite.yaml'), 'suite: one\ntasks: [pilot/detect-1]\n')
    const windows = '{ observation: 1s, settle: 1s }'
    const text = `sweep: real\ntitle: R\nmode: fast\nsuite: ./suite.yaml\nmethods: [${methods}]\nseeds: [7]\nwindows: ${windows}\n`
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  const cli = async (...argv: readonly string[]) => {
    const { io, stdout, stderr } = aCliIo()
    const code = await runCli(argv, io)
    return { code, stdout: stdout(), stderr: stderr() }
  }

  it('is examined from the first host to the last condition', async () => {
    const { code, stdout } = await cli('cluster', 'doctor', cluster)
    const { fit, findings } = JSON.parse(stdout) as { fit: boolean; findings: { check: string; status: string }[] }
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
    expect([code, fit]).toEqual([0, true])
    expect(findings.map(({ check }) => check.replace(/ \S+@.*/, ''))).toEqual([
      'host',
      'host',
      'kubectl and server',
      'rights of the harness',
      'Chaos Mesh',
      'metrics-server',
      'images of the apps',
      'clocks',
      'isolation',
      'latency',
    ])
    expect(findings.find(({ check }) => check === 'isolation')).toMatchObject({ status: 'warning' })
  })

  it('is said to be out of reach where it is, with the host that is the reason', async () => {
    const { code, stdout } = await cli(
      'cluster',
      'doctor',
      clusterFile('closed.yaml', { target_host: { host: '127.0.0.1', port: 1 } }),
    )
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      fit: false,
      findings: [
        { status: 'ok' },
        {
          status: 'failed',
          check: `host ${hosts.user}@127.0.0.1:1`,
          remedy: expect.stringContaining('check that sshd listens on port 1'),
        },
      ],
    })
  })

  it('is prepared with consent only, and once', async () => {
    const first = await cli('cluster', 'prepare', cluster)
    expect(first.stderr).toContain('to be made Namespace/ops-tenancy')
    expect(first.stderr).toContain('to be made Deployment/demo-app in skills')
    expect((await cli('cluster', 'prepare', cluster, '--yes')).code).toBe(0)
    const again = await cli('cluster', 'prepare', cluster)
    expect(again.stderr).not.toContain('to be made')
  })

  it('is no better for a second name of the same account: that is seen, whatever the file says', async () => {
    const same = clusterFile('same.yaml', { method_user: hosts.user })
    const { stdout } = await cli('cluster', 'doctor', same)
    expect(JSON.parse(stdout)).toMatchObject({ fit: false })
    const sweep = sweepFile('same-sweep.yaml', 'direct')
    const { code, stderr } = await cli('sweep', sweep, '--cluster', same, '--out', join(folder, 'same'))
    expect(stderr).toContain(`isolation: none: method_user is ${hosts.user}, the account of the harness itself`)
    expect(stderr).toContain('isolation: none: direct would run without a gate')
    expect(code).toBe(2)
  })

  it('refuses methods without a gate where the kubeconfig of the harness is within their reach', async () => {
    const sweep = sweepFile('refused.yaml', 'direct, opsskill')
    const { code, stderr } = await cli('sweep', sweep, '--cluster', cluster, '--out', join(folder, 'refused'))
    expect(stderr).toContain('isolation: none: direct would run without a gate')
    expect(code).toBe(2)
  })

  it(
    'runs a sweep with the verdicts of the in-process path, records where, and keeps nothing of it',
    async () => {
      const sweep = sweepFile('sweep.yaml', 'noop, reference, opsskill, direct')
      const verdicts = async (name: string, ...more: readonly string[]) => {
        const out = join(folder, name)
        const { stderr } = await cli('sweep', sweep, '--out', out, ...more)
        expect(stderr).not.toContain('void:')
        const store = openStore({ path: join(out, 'store.sqlite') })
        try {
          return store.rows(
            'SELECT method_name, task_id, outcome, oracle_passed, environment_kind, isolation FROM result ORDER BY method_name',
          )
        } finally {
          store.close()
        }
      }
      const inside = await verdicts('sandbox')
      const { methodIdentity } = hosts
      const real =
        methodIdentity === undefined
          ? await verdicts('real', '--cluster', cluster, '--allow-no-isolation')
          : await verdicts('real', '--cluster', clusterFile('two.yaml', twoAccounts(methodIdentity)))
      const isolation = methodIdentity === undefined ? 'none' : 'restricted'
      expect(real).toHaveLength(4)
      expect(real).toEqual(inside.map((row) => ({ ...row, environment_kind: 'ssh', isolation })))
      // Names on the cluster say nothing; the store knows which attempt was where.
      const store = openStore({ path: join(folder, 'real', 'store.sqlite') })
      const places = store.rows('SELECT DISTINCT namespace FROM attempt')
      store.close()
      expect(places).toHaveLength(4)
      for (const { namespace } of places) expect(namespace).toMatch(/^[a-z]{10}$/)
      const { stdout } = await cli('cluster', 'clean', cluster)
      expect(JSON.parse(stdout)).toMatchObject({ faults: [], found: [] })
    },
    SLOW_MS,
  )

  it(
    'costs a trial where its connection is lost, never the sweep, and leaves nothing behind',
    async () => {
      const sweep = sweepFile('lost.yaml', 'noop, reference')
      appendFileSync(sweep, 'retries: 5\n')
      const out = join(folder, 'lost')
      const ended = new AbortController()
      const losing = loseConnections(hosts, ended.signal)
      const { methodIdentity } = hosts
      const { code, stderr } = await cli(
        'sweep',
        sweep,
        '--out',
        out,
        '--cluster',
        ...(methodIdentity === undefined
          ? [cluster, '--allow-no-isolation']
          : [clusterFile('lost-cluster.yaml', twoAccounts(methodIdentity))]),
      )
      ended.abort()
      expect(await losing).toBeGreaterThan(1)
      expect(stderr).toContain('ssh: connected again')
      expect(stderr).not.toContain('set aside')
      const store = openStore({ path: join(out, 'store.sqlite') })
      const rows = store.rows('SELECT method_name, outcome FROM result ORDER BY method_name')
      const voids = store.rows("SELECT void_reason FROM attempt WHERE outcome = 'void'")
      store.close()
      expect(rows).toEqual([
        { method_name: 'noop', outcome: 'unsolved' },
        { method_name: 'reference', outcome: 'solved' },
      ])
      expect(voids.length).toBeGreaterThan(0)
      expect(code).toBe(0)
      const { stdout } = await cli('cluster', 'clean', cluster)
      expect(JSON.parse(stdout)).toMatchObject({ faults: [], found: [] })
    },
    SLOW_MS,
  )
})

/** Ends the connections of the jump host every few seconds, three times. @returns how often there was one to end */
const loseConnections = async ({ jump }: OpenSshHosts, signal: AbortSignal): Promise<number> => {
  let times = 0
  for (let round = 0; round < 3 && !signal.aborted; round += 1) {
    await systemClock.sleep(4_000)
    const connections = connectionsOf(jump.pid())
    for (const pid of connections) endProcess(pid)
    if (connections.length > 0) times += 1
  }
  return times
}
