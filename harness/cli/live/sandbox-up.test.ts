import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { InterruptedError } from '../../domain/errors.ts'
import { aCliIo } from '../../testing/cli-io.ts'
import { httpClient } from '../../testing/http-client.ts'
import { runCli } from '../run-cli.ts'
import { processStart } from '../../adapters/system/process-start.ts'
import { runningSandbox, stateFile } from './state-file.ts'

const folders: string[] = []
const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'opsskill-up-'))
  folders.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Runs `sandbox up` in this process. @returns how to stop it, once it is up */
const up = async (folder: string, ...more: readonly string[]) => {
  const stop = new AbortController()
  const { io } = aCliIo({ signal: stop.signal })
  let ended = Promise.resolve(-1)
  await new Promise<void>((resolve, reject) => {
    const stdout = { ...io.stdout, write: () => resolve() }
    ended = runCli(['sandbox', 'up', '--folder', folder, ...more], { ...io, stdout })
    ended.then(() => reject(new Error('it ended before it was up')), reject)
  })
  return {
    stop: () => {
      stop.abort()
      return ended
    },
  }
}

const cli = async (...argv: readonly string[]) => {
  const captured = aCliIo()
  const code = await runCli(argv, captured.io)
  return { code, stdout: captured.stdout(), stderr: captured.stderr() }
}

describe('sandbox up', () => {
  it('takes a fault of the library as any cluster behind ssh does, and is as before', async () => {
    const folder = aFolder()
    const sandbox = await up(folder, '--speed', '40')
    const cluster = join(folder, 'cluster.yaml')
    const selector = async () =>
      (
        await cli(
          'sandbox',
          'exec',
          '--folder',
          folder,
          'kubectl get ns -o name; kubectl -n opsskill-exp get svc demo-app demo-api -o jsonpath={.items[*].spec.selector.app}',
        )
      ).stdout
    try {
      const before = await selector()
      const tried = await cli('faults', 'try', 'service/wrong-selector', cluster, '--watch', '2')
      expect([tried.stderr, tried.code]).toEqual(['', 0])
      const { lines } = JSON.parse(tried.stdout) as { lines: string[] }
      const story = lines.join('\n')
      const told = [/namespace opsskill-try-\w+ holds demo-app/, /: not there\n/, /injecting service-wrong-selector/]
      for (const what of [...told, /the symptom shows/, /\$ kubectl -n \S+ top pods/, /the symptom is gone/])
        expect(story).toMatch(what)
      expect(lines.at(-1)).toContain('the cluster is as before')

      const into = await cli('faults', 'try', 'replicas/scaled-down', cluster, '--into', 'opsskill-exp', '--watch', '1')
      expect([into.stderr, into.code]).toEqual(['', 0])
      const dry = await cli('faults', 'try', 'network/delay', cluster, '--dry-run')
      expect([dry.code, dry.stdout.includes('NetworkChaos')]).toEqual([0, true])
      const wrong = await cli('faults', 'try', 'network/delay', cluster, '--into', 'kube-public')
      expect(wrong.stderr).toMatch(/namespace kube-public does not hold demo-\w+ of the app demo-app/)
      expect(wrong.code).toBe(2)

      const stop = new AbortController()
      const stopped = runCli(['faults', 'try', 'image/bad-tag', cluster], aCliIo({ signal: stop.signal }).io)
      // Its app is on its way up then: a namespace that nobody would remove.
      while (!(await selector()).includes('opsskill-try-')) await cli('sandbox', 'exec', '--folder', folder, 'sleep 1')
      stop.abort(new InterruptedError('stopped'))
      expect(await stopped).toBe(130)
      await cli('sandbox', 'exec', '--folder', folder, 'sleep 30')
      // The place for leases stays, empty, as wherever else the harness has worked.
      expect(await selector()).toBe(before.replace(/(?=namespace\/opsskill-exp)/, 'namespace/ops-tenancy\n'))
    } finally {
      await sandbox.stop()
    }
  })

  it('serves shells, the API and cluster files until it is stopped, and leaves nothing behind', async () => {
    const folder = aFolder()
    const sandbox = await up(folder, '--speed', '20')
    try {
      expect(statSync(folder).mode & 0o777).toBe(0o700)
      for (const name of readdirSync(folder))
        expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])

      expect(JSON.parse((await cli('sandbox', 'status', '--folder', folder)).stdout)).toMatchObject({
        running: true,
        app: 'demo',
        pid: process.pid,
      })
      const pods = await cli(
        'sandbox',
        'exec',
        '--folder',
        folder,
        'kubectl -n opsskill-exp get deploy demo-app -o name',
      )
      expect(pods).toMatchObject({ code: 0, stdout: 'deployment.apps/demo-app\n' })
      const secrets = await cli('sandbox', 'exec', '--operator', '--folder', folder, 'kubectl get secrets -A')
      expect(secrets.code).toBe(1)
      expect(secrets.stderr).toContain('Forbidden')
      const { code } = await httpClient(join(folder, 'kubeconfig-operator.yaml')).ask(
        '/api/v1/namespaces/opsskill-exp/pods',
      )
      expect(code).toBe(200)
    } finally {
      expect(await sandbox.stop()).toBe(0)
    }
    expect(readdirSync(folder)).toEqual([])
    expect((await cli('sandbox', 'status', '--folder', folder)).code).toBe(1)
    expect((await cli('sandbox', 'exec', '--folder', folder, 'true')).code).toBe(2)
  })

  it('keeps its state between commands: what a skill did, a later command sees, and takes back', async () => {
    const folder = aFolder()
    const sandbox = await up(folder, '--speed', '50')
    try {
      const cluster = join(folder, 'cluster.yaml')
      // Without its last criterion, which looks at pods that still end: a matter of seconds, and these are short.
      const skill = join(aFolder(), 'skill.yaml')
      const text = readFileSync('skills/recovery/rollout-restart.yaml', 'utf8')
      writeFileSync(skill, text.replace(/ {2}- name: no pod waits.*(?=^rollback:)/ms, ''))
      const run = await cli('run', skill, cluster, '--execute')
      expect(run.stdout).toContain('deployment.apps/demo-app restarted')
      const history = 'kubectl -n opsskill-exp rollout history deployment/demo-app'
      expect((await cli('sandbox', 'exec', '--folder', folder, history)).stdout).toMatch(/^1 .*\n2 .*\n3 .*\n/m)
      await cli('rollback', skill, cluster)
      expect((await cli('sandbox', 'exec', '--folder', folder, history)).stdout).toMatch(/^1 .*\n3 .*\n4 .*\n/m)
    } finally {
      await sandbox.stop()
    }
  })

  it('refuses a folder that others can look into, and one from which a sandbox runs', async () => {
    const open = aFolder()
    chmodSync(open, 0o755)
    expect((await cli('sandbox', 'up', '--folder', open)).stderr).toContain('is open to other users')
    const taken = aFolder()
    const state = {
      pid: process.pid,
      process_start: processStart(process.pid),
      app: 'demo',
      namespace: 'x',
      fault: null,
      profile: 'plain',
      speed: 1,
      api: '',
      since: '',
    }
    writeFileSync(stateFile(taken), JSON.stringify(state))
    expect((await cli('sandbox', 'up', '--folder', taken)).stderr).toContain('already runs')
  })

  it('does not take another process of the same number for the sandbox', () => {
    const folder = aFolder()
    const state = {
      pid: process.pid,
      process_start: 'another',
      app: 'demo',
      namespace: 'x',
      fault: null,
      profile: 'plain',
      speed: 1,
      api: '',
      since: '',
    }
    writeFileSync(stateFile(folder), JSON.stringify(state))
    expect(runningSandbox(folder)).toBeUndefined()
  })
})

describe('the built command', () => {
  const start = async (folder: string) => {
    const main = join(import.meta.dirname, '../../../dist/harness/cli/main.js')
    // A shell between, as a terminal has one: it can die before its child.
    const parent = spawn('sh', ['-c', `node ${main} sandbox up --folder ${folder} & wait`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => parent.stdout.once('data', resolve))
    const { pid } = JSON.parse(readFileSync(stateFile(folder), 'utf8')) as { readonly pid: number }
    // Its output closes when the last process that holds it has ended.
    const ended = new Promise((resolve) => parent.stdout.once('close', resolve))
    return { parent, pid, ended }
  }

  it('ends when `sandbox down` says so, and takes away the folders that it made', async () => {
    const above = aFolder()
    const folder = join(above, 'made/by/itself')
    const { ended, pid } = await start(folder)
    const { code, stdout } = await cli('sandbox', 'down', '--folder', folder)
    expect([code, JSON.parse(stdout)]).toEqual([0, { ended: pid }])
    await ended
    expect(readdirSync(above)).toEqual([])
  })

  it('ends when the process that started it dies', async () => {
    const folder = aFolder()
    const { parent, ended } = await start(folder)
    parent.kill('SIGKILL')
    await ended
    expect(readdirSync(folder)).toEqual([])
  })
})
