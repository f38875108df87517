import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { aCliIo } from '../testing/cli-io.ts'
import { aLiveSandbox } from '../testing/a-live-sandbox.ts'
import { startOpenSshHosts } from '../testing/open-ssh-hosts.ts'
import type { OpenSshHosts } from '../testing/open-ssh-hosts.ts'
import { runCli } from './run-cli.ts'

/** Cluster seconds a second. */
const SPEED = 10

describe('a cluster that is reached as a real one is: OpenSSH, bash, kubectl, HTTPS', () => {
  let folder: string
  let hosts: OpenSshHosts
  let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>
  let cluster: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opsskill-real-'))
    hosts = await startOpenSshHosts()
    sandbox = await aLiveSandbox({ speed: SPEED })
    cluster = join(folder, 'cluster.yaml')
    writeFileSync(
      cluster,
      JSON.stringify({
        kind: 'ssh',
        jump_hosts: [{ host: '127.0.0.1', port: hosts.jump.port }],
        target_host: { host: '127.0.0.1', port: hosts.target.port },
        user: hosts.user,
        identity_files: [hosts.identity],
        agent: 'none',
        known_hosts: hosts.knownHosts,
        namespace: 'default',
        kube_context: sandbox.kubeconfigs.harness,
      }),
    )
  })
  afterAll(async () => {
    await sandbox.close()
    await hosts.close()
    rmSync(folder, { recursive: true })
  })

  const cli = async (...argv: readonly string[]) => {
    const { io, stdout, stderr } = aCliIo()
    const code = await runCli(argv, io)
    return { code, stdout: stdout(), stderr: stderr() }
  }

  it('refuses methods without a gate where the kubeconfig of the harness is within their reach', async () => {
    const sweep = join(folder, 'refused.yaml')
    writeFileSync(sweep, 'sweep: r\ntitle: R\nmode: fast\nsuite: pilot\nmethods: [direct, opsskill]\nseeds: [7]\n')
    const { code, stderr } = await cli('sweep', sweep, '--cluster', cluster, '--out', join(folder, 'refused'))
    expect(stderr).toContain('isolation: none: direct would run without a gate')
    expect(code).toBe(2)
  })

  it('runs a sweep, records where, and leaves nothing behind', async () => {
    writeFileSync(join(folder, 'suite.yaml'), 'suite: one\ntasks: [pilot/detect-1]\n')
    const sweep = join(folder, 'sweep.yaml')
    writeFileSync(
      sweep,
      'sweep: real\ntitle: R\nmode: fast\nsuite: ./suite.yaml\nmethods: [direct, opsskill]\nseeds: [7]\nwindows: { observation: 1s, settle: 1s }\n',
    )
    const out = join(folder, 'results')
    const { stderr } = await cli('sweep', sweep, '--cluster', cluster, '--allow-no-isolation', '--out', out)
    const store = openStore({ path: join(out, 'store.sqlite') })
    try {
      const rows = store.rows('SELECT * FROM attempt')
      expect(stderr).not.toContain('void:')
      console.log(stderr, rows)
    } finally {
      store.close()
    }
  })
})
