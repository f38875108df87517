import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { openSshAccount } from '../adapters/ssh/open-ssh-account.ts'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { systemClock } from '../adapters/system/system-clock.ts'
import { SshCluster } from '../domain/cluster.ts'
import { stdoutOf } from '../domain/command-outcome.ts'
import { aRunningSandbox, builtProgram, type RunningSandbox } from '../testing/a-running-sandbox.ts'

const SLOW_MS = 600_000
const LOOK_EVERY_MS = 100
const SEEN_WITHIN_MS = 90_000

/** One trial of the built program on a cluster that is a process of its own; somebody else looks on over SSH, to see how far it has come. */
describe('a harness that ends too early', () => {
  let folder: string
  let sandbox: RunningSandbox
  let watcher: Awaited<ReturnType<typeof openSshAccount>>
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opsskill-killed-'))
    sandbox = await aRunningSandbox(['--speed', '30'])
    const config = SshCluster.parse(parse(readFileSync(sandbox.clusterFile, 'utf8')))
    watcher = await openSshAccount({ clock: systemClock, warn: () => {} }, config)
  }, SLOW_MS)
  afterAll(async () => {
    await watcher.close()
    await sandbox.close()
    rmSync(folder, { recursive: true })
  })

  const look = async (command: string): Promise<string> =>
    stdoutOf(await watcher.shell.exec(`${command} 2>/dev/null`, { timeoutMs: 60_000 })).trim()
  const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    const endMs = systemClock.nowMs() + SEEN_WITHIN_MS
    while (!(await isSo())) {
      if (systemClock.nowMs() > endMs) throw new Error(`not seen within ${SEEN_WITHIN_MS} ms: ${what}`)
      await systemClock.sleep(LOOK_EVERY_MS)
    }
  }
  const namespaces = (): Promise<string> => look('kubectl get namespaces -o name | sort')
  const leases = (): Promise<string> => look('kubectl -n ops-tenancy get leases -o name')
  const place = (): Promise<string> =>
    look(`kubectl -n ops-tenancy get leases -o jsonpath='{.items[*].metadata.annotations.ops-tenancy/place}'`)
  const home = (): Promise<string> =>
    look('kubectl get namespaces -l opsskill/part=fault --field-selector status.phase=Active -o name')
  const chaosIn = async (): Promise<string> =>
    look(
      `kubectl -n ${(await home()).replace('namespace/', '')} get stresschaos,networkchaos,podchaos,schedules -o name`,
    )

  /** @param settle a stage that is to be met lasts long; what is only waited for, hardly at all */
  const sweepFile = (task: string, method: string, settle = '1s'): string => {
    writeFileSync(join(folder, `${task}-suite.yaml`), `suite: one\ntasks: [pilot/${task}]\n`)
    const file = join(folder, `${task}-${settle}.yaml`)
    const windows = `{ observation: 1s, settle: ${settle} }`
    writeFileSync(
      file,
      `sweep: ${task}\ntitle: T\nmode: fast\nsuite: ./${task}-suite.yaml\nmethods: [${method}]\nseeds: [8]\nwindows: ${windows}\n`,
    )
    return file
  }

  const startProgram = (...argv: readonly string[]) => {
    const child = spawn(process.execPath, [builtProgram(), ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [printed, said] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => void (printed += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()))
    const ended = new Promise<number | string>((resolve) => {
      child.on('close', (code, signal) => resolve(signal ?? code ?? -1))
    })
    return { child, ended, printed: () => printed, said: () => said }
  }

  /** Starts a sweep, and tells when it has done what a start does before its first trial. */
  const start = (sweep: string, out: string) => {
    const run = startProgram('sweep', sweep, '--cluster', sandbox.clusterFile, '--out', join(folder, out))
    const begun = until('the start of the sweep', async () => run.said().includes('finished before'))
    return { ...run, begun }
  }

  /** Each stage, and what shows on the cluster that a trial is in it. */
  const stages: readonly (readonly [
    stage: string,
    task: string,
    method: string,
    sign: () => Promise<boolean>,
    settle?: string,
  ])[] = [
    ['open', 'recover-1', 'reference', async () => (await place()) !== ''],
    [
      'apply',
      'recover-1',
      'reference',
      async () => (await look(`kubectl -n ${await place()} get deployments -o name`)) !== '',
    ],
    ['inject', 'recover-1', 'reference', async () => (await home()) !== ''],
    ['method', 'recover-1', 'reference', () => restarted()],
    ['settle', 'recover-1', 'reference', () => claimed(), '1h'],
    // The task's oracle looks for a minute and a half, and begins when the settle window is over.
    ['oracle', 'recover-1', 'reference', async () => (await claimed()) && (await after(2_000))],
    ['recover', 'detect-1', 'noop', () => isRecovering()],
    ['record', 'detect-1', 'noop', async () => (await isRecovering()) && (await untilClosed())],
  ]
  const restarted = async (): Promise<boolean> =>
    (
      await look(
        `kubectl -n ${await place()} get deployment demo-app -o jsonpath='{.spec.template.metadata.annotations}'`,
      )
    ).includes('restartedAt')
  /** The last thing that the reference waits for has come, and there was time to say so. */
  const claimed = async (): Promise<boolean> => {
    const columns = 'jsonpath={.status.replicas}{.status.updatedReplicas}{.status.availableReplicas}'
    const status = await look(`kubectl -n ${await place()} get deployment demo-app -o ${columns}`)
    return (await restarted()) && status === '222' && (await after(1_500))
  }
  const after = async (ms: number): Promise<boolean> => {
    await systemClock.sleep(ms)
    return true
  }
  const isRecovering = async (): Promise<boolean> => {
    if ((await chaosIn()) === '') return false
    await until('the end of the chaos', async () => (await chaosIn()) === '')
    return true
  }
  const untilClosed = async (): Promise<boolean> => {
    await until('the end of the namespace', async () => (await place()) === '')
    return true
  }

  it(
    'by kill -9, in whatever stage of a trial, is followed by a start that finds and removes all that was left, and says so',
    async () => {
      const before = `${await namespaces()}\nnamespace/ops-tenancy`.split('\n').sort()
      let left: readonly string[] = []
      for (const [stage, task, method, sign, settle] of stages) {
        const run = start(sweepFile(task, method, settle), stage)
        await run.begun
        for (const line of left) expect(run.said(), `after the stage before ${stage}`).toContain(line)
        await until(stage, sign)
        run.child.kill('SIGKILL')
        expect([stage, await run.ended]).toEqual([stage, 'SIGKILL'])
        const [owner, where, fault] = [await leases(), await place(), await home()]
        left = [
          `removed the lease of ${owner.split('/').at(-1)}`,
          ...(where === '' ? [] : [`removed namespace ${where}`]),
          ...(fault === '' ? [] : [`fault in ${fault.replace('/', ' ')}: recovered`]),
        ]
      }
      const last = start(sweepFile('detect-1', 'noop'), 'last')
      expect(await last.ended).toBe(0)
      for (const line of left) expect(last.said()).toContain(line)
      const store = openStore({ path: join(folder, 'last', 'store.sqlite') })
      expect(store.rows('SELECT outcome FROM attempt')).toEqual([{ outcome: 'unsolved' }])
      store.close()
      await until('the end of all namespaces', async () => (await namespaces()) === before.join('\n'))
      expect(await leases()).toBe('')
      expect(await look('kubectl -n ops-tenancy get serviceaccounts -o name')).toBe('serviceaccount/default')
    },
    SLOW_MS,
  )

  it(
    'by kill -9 while a fault is tried leaves what clean and the next start find: its namespace, and the fault where it was injected',
    async () => {
      const tryIt = (fault: string) => startProgram('faults', 'try', fault, sandbox.clusterFile, '--watch', '1')
      const early = tryIt('image/bad-tag')
      await until('its namespace', async () => (await namespaces()).includes('/opsskill-try-'))
      early.child.kill('SIGKILL')
      await early.ended
      const [owner, where] = [(await leases()).split('/').at(-1), await place()]
      expect(where).toMatch(/^opsskill-try-/)
      const clean = startProgram('cluster', 'clean', sandbox.clusterFile, '--yes')
      expect(await clean.ended).toBe(0)
      expect(JSON.parse(clean.printed())).toMatchObject({ found: [{ owner, namespaces: [where] }], faults: [] })
      expect(await namespaces()).not.toContain('/opsskill-try-')

      const late = tryIt('image/bad-tag')
      await until('the fault', async () => (await home()) !== '')
      late.child.kill('SIGKILL')
      await late.ended
      const mine = `-l ops-tenancy/owner=${(await leases()).split('/').at(-1)},ops-tenancy/trial -o name`
      expect(await look(`kubectl get namespaces ${mine}`)).toBe(`namespace/${await place()}`)
      const left = [`fault in ${(await home()).replace('/', ' ')}: recovered`, `removed namespace ${await place()}`]
      const next = tryIt('replicas/scaled-down')
      expect(await next.ended).toBe(0)
      for (const line of left) expect(next.said()).toContain(line)
      expect([await leases(), await namespaces()]).toEqual(['', expect.not.stringContaining('opsskill-try-')])
    },
    SLOW_MS,
  )

  it(
    'by Ctrl-C once takes back all that it did; by Ctrl-C twice ends at once, says what stays, and the next start removes it',
    async () => {
      const sweep = sweepFile('detect-1', 'noop')
      const once = start(sweep, 'once')
      await until('the fault', async () => (await home()) !== '')
      once.child.kill('SIGINT')
      expect(await once.ended).toBe(130)
      expect(once.said()).toMatch(/finishing; once more to stop at once[^]*stopped; 0 of 1 trials are kept/)
      expect([await leases(), await home()]).toEqual(['', ''])

      const twice = start(sweep, 'twice')
      await until('the fault', async () => (await home()) !== '')
      twice.child.kill('SIGINT')
      await until('the answer', async () => twice.said().includes('finishing'))
      twice.child.kill('SIGINT')
      expect(await twice.ended).toBe(130)
      expect(twice.said()).toMatch(
        /stopped at once; 0 of 1 trials are kept[^]*the next start, or `npx opsskill cluster clean`, removes/,
      )
      expect(await leases()).not.toBe('')
      const next = start(sweep, 'twice')
      expect(await next.ended).toBe(0)
      expect(next.said()).toContain('cluster: removed namespace')
      expect(await leases()).toBe('')
    },
    SLOW_MS,
  )
})
