import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { aCliIo } from '../testing/cli-io.ts'
import { aLiveSandbox } from '../testing/a-live-sandbox.ts'
import { startOpenSshHosts } from '../testing/open-ssh-hosts.ts'
import type { OpenSshHosts } from '../testing/open-ssh-hosts.ts'
import { runCli } from './run-cli.ts'

/** Cluster seconds a second: time passes by itself here, and nothing makes it jump. */
const SPEED = 10

/** Hundreds of processes, on machines that are busy with other tests. */
const SLOW_MS = 900_000

describe('a cluster behind real OpenSSH, bash, kubectl and HTTPS', () => {
  let folder: string
  let hosts: OpenSshHosts
  let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>
  let cluster: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opsskill-real-'))
    const fetcher = join(import.meta.dirname, '../tooling/fetch-kubectl.mjs')
    const kubectl = execFileSync(process.execPath, [fetcher], { encoding: 'utf8' }).trim()
    hosts = await startOpenSshHosts({ programs: [dirname(kubectl)] })
    sandbox = await aLiveSandbox({ speed: SPEED })
    cluster = clusterFile('cluster.yaml', hosts.target.port)
  }, SLOW_MS)
  afterAll(async () => {
    await sandbox.close()
    await hosts.close()
    rmSync(folder, { recursive: true })
  })

  const clusterFile = (name: string, port: number): string => {
    const file = join(folder, name)
    writeFileSync(
      file,
      JSON.stringify({
        kind: 'ssh',
        jump_hosts: [{ host: '127.0.0.1', port: hosts.jump.port }],
        target_host: { host: '127.0.0.1', port },
        user: hosts.user,
        identity_files: [hosts.identity],
        agent: 'none',
        known_hosts: hosts.knownHosts,
        namespace: 'skills',
        kube_context: sandbox.kubeconfigs.harness,
      }),
    )
    return file
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
    const { code, stdout } = await cli('cluster', 'doctor', clusterFile('closed.yaml', 1))
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      fit: false,
      findings: [
        { status: 'ok' },
        { status: 'failed', check: `host ${hosts.user}@127.0.0.1:1`, remedy: expect.stringContaining('ssh -v') },
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

  it('refuses methods without a gate where the kubeconfig of the harness is within their reach', async () => {
    const sweep = join(folder, 'refused.yaml')
    writeFileSync(sweep, 'sweep: r\ntitle: R\nmode: fast\nsuite: pilot\nmethods: [direct, opsskill]\nseeds: [7]\n')
    const { code, stderr } = await cli('sweep', sweep, '--cluster', cluster, '--out', join(folder, 'refused'))
    expect(stderr).toContain('isolation: none: direct would run without a gate')
    expect(code).toBe(2)
  })

  it(
    'runs a sweep with the verdicts of the in-process path, records where, and keeps nothing of it',
    async () => {
      writeFileSync(join(folder, 'suite.yaml'), 'suite: one\ntasks: [pilot/detect-1]\n')
      const sweep = join(folder, 'sweep.yaml')
      writeFileSync(
        sweep,
        'sweep: real\ntitle: R\nmode: fast\nsuite: ./suite.yaml\nmethods: [direct, opsskill]\nseeds: [7]\nwindows: { observation: 1s, settle: 1s }\n',
      )
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
      const real = await verdicts('real', '--cluster', cluster, '--allow-no-isolation')
      expect(real).toHaveLength(2)
      expect(real).toEqual(inside.map((row) => ({ ...row, environment_kind: 'ssh', isolation: 'none' })))
      const { stdout } = await cli('cluster', 'clean', cluster)
      expect(JSON.parse(stdout)).toMatchObject({ found: [] })
    },
    SLOW_MS,
  )
})
