import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { aRunningSandbox, builtProgram, type RunningSandbox } from '../testing/a-running-sandbox.ts'
import { openSshCluster } from '../testing/open-ssh-cluster.ts'
import { type OpenSshHosts, startOpenSshHosts } from '../testing/open-ssh-hosts.ts'
import { realKubectl } from '../testing/real-kubectl.ts'

const NAMESPACE = 'opsskill-exp'

/**
 * `npm run test:openssh [-- TASK…]`: the pilot's tasks × (noop, reference, opsskill) on clusters behind Debian's own sshd, bash, a real
 * kubectl and HTTPS, in real time, beside the same sweep in this process; prints a table of outcomes. Exit code 1 where one differs, or is
 * void; 130 when it was ended by a signal, which leaves no process, no file and no command on the target behind.
 */
const main = async (): Promise<number> => {
  const stop = new AbortController()
  // Later ones are ignored: what is cleaned up takes seconds, and all of it is ours.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(signal))
  const made: Made = { folder: mkdtempSync(join(tmpdir(), 'opsskill-openssh-')), sandboxes: [], programs: [] }
  try {
    return await compare(made, stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) throw error
    return 130
  } finally {
    await remove(made)
    if (stop.signal.aborted)
      console.error(`${stop.signal.reason}: stopped; servers, sandboxes, all that ran there and all files are gone`)
  }
}

/** What must not outlive this process. */
interface Made {
  readonly folder: string
  hosts?: OpenSshHosts
  readonly sandboxes: Promise<RunningSandbox>[]
  readonly programs: ChildProcess[]
}

/** Servers first, with all that runs there: once the program that started it is gone, nobody knows of a command any more. */
const remove = async ({ folder, hosts, sandboxes, programs }: Made): Promise<void> => {
  try {
    await hosts?.close()
  } finally {
    await Promise.all(programs.map(endProgram))
    for (const started of await Promise.allSettled(sandboxes))
      if (started.status === 'fulfilled') await started.value.close()
    rmSync(folder, { recursive: true })
  }
}

const endProgram = async (program: ChildProcess): Promise<void> => {
  if (program.exitCode !== null || program.signalCode !== null) return
  const ended = once(program, 'exit')
  program.kill('SIGKILL')
  await ended
}

const compare = async (made: Made, signal: AbortSignal): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      // Cluster seconds a second. At another pace than the hosts' own, a fault is older when a method starts, and its `sleep` is longer.
      speed: { type: 'string', default: '1' },
      clusters: { type: 'string', default: '5' },
      methods: { type: 'string', default: 'noop,reference,opsskill' },
      seeds: { type: 'string', default: '101' },
    },
  })
  const { folder } = made
  const hosts = await startOpenSshHosts({ kubectl: realKubectl() })
  made.hosts = hosts
  signal.throwIfAborted()
  for (let index = 0; index < Number(values.clusters); index += 1)
    made.sandboxes.push(aRunningSandbox(['--speed', values.speed, '--seed', String(index)]))
  const files = (await Promise.all(made.sandboxes)).map(({ kubeconfig }, index) => {
    const file = join(folder, `cluster-${index + 1}.yaml`)
    writeFileSync(file, JSON.stringify(openSshCluster(hosts, { kubeconfig, namespace: NAMESPACE })))
    return file
  })
  const sweep = writeSweep(folder, { tasks: positionals, methods: values.methods, seeds: values.seeds })
  const run = async (name: string, ...more: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const out = join(folder, name)
    await runProgram(made, ['sweep', sweep, '--out', out, ...more], signal)
    return outcomesIn(join(out, 'store.sqlite'))
  }
  const inside = await run('inside')
  const startMs = performance.now()
  const insist = hosts.methodIdentity === undefined ? ['--allow-no-isolation'] : []
  const real = await run('real', '--cluster', ...files, ...insist)
  const seconds = ((performance.now() - startMs) / 1000).toFixed(0)
  let different = 0
  for (const [trial, wanted] of inside) {
    const found = real.get(trial) ?? 'nothing'
    if (found !== wanted) different += 1
    console.log(
      `${trial.padEnd(34)} ${wanted.padEnd(24)} ${found.padEnd(24)} ${found === wanted ? 'same' : 'DIFFERENT'}`,
    )
  }
  console.log(
    `${inside.size - different} of ${inside.size} trials as in this process; ${seconds} s on ${files.length} clusters, time ${values.speed} times as fast`,
  )
  return different === 0 && inside.size > 0 ? 0 : 1
}

const writeSweep = (
  folder: string,
  { tasks, methods, seeds }: { readonly tasks: readonly string[]; readonly methods: string; readonly seeds: string },
): string => {
  const suite = tasks.length === 0 ? 'pilot' : './suite.yaml'
  writeFileSync(
    join(folder, 'suite.yaml'),
    JSON.stringify({ suite: 'chosen', tasks: tasks.map((task) => `pilot/${task}`) }),
  )
  const file = join(folder, 'sweep.yaml')
  writeFileSync(
    file,
    JSON.stringify({
      sweep: 'openssh',
      title: 'Through OpenSSH',
      mode: 'fast',
      suite,
      methods: methods.split(','),
      seeds: seeds.split(',').map(Number),
    }),
  )
  return file
}

/** Progress and warnings; the report is not asked for. */
const TOLD = /trials,|^on cluster|cluster:|the cluster is|void:|ssh:|error:/

/** Runs the built program until it ends; when the signal is aborted, it is left to whoever removes what was made. */
const runProgram = async ({ programs }: Made, argv: readonly string[], signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted()
  // In a group of its own: of Ctrl-C this process hears alone, and it ends the others in their order.
  const child = spawn(process.execPath, [builtProgram(), ...argv], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  programs.push(child)
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!signal.aborted && TOLD.test(line)) console.error(line)
  })
  await once(child, 'exit', { signal })
}

/** By trial: outcome, and whether the method claimed it; why, where it is void. */
const outcomesIn = (path: string): ReadonlyMap<string, string> => {
  const store = openStore({ path })
  try {
    const rows = store.rows(
      `SELECT task_id, method_name, seed, outcome, claim_status, void_stage, void_reason
       FROM attempt JOIN trial USING (trial_id) JOIN cell USING (cell_id) ORDER BY task_id, method_name, seed, attempt_no`,
    )
    return new Map(
      rows.map((row) => [
        `${row['task_id']} ${row['method_name']} ${row['seed']}`,
        row['outcome'] === 'void'
          ? `void: ${row['void_stage']}: ${row['void_reason']}`
          : `${row['outcome']}, claimed ${row['claim_status']}`,
      ]),
    )
  } finally {
    store.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
