import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore } from '../adapters/sqlite/open-store.ts'
import { aRunningSandbox, builtProgram } from '../testing/a-running-sandbox.ts'
import { openSshCluster } from '../testing/open-ssh-cluster.ts'
import { startOpenSshHosts } from '../testing/open-ssh-hosts.ts'
import { realKubectl } from '../testing/real-kubectl.ts'

const NAMESPACE = 'opsskill-exp'

/**
 * `npm run test:openssh [-- TASK…]`: the pilot's tasks × (noop, reference, opsskill) on clusters behind Debian's own sshd, bash, a real
 * kubectl and HTTPS, in real time, beside the same sweep in this process; prints a table of outcomes. Exit code 1 where one differs, or is void.
 */
const main = async (): Promise<number> => {
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
  // Servers and sandboxes are processes of their own: they must not outlive an interrupted run.
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error(signal)))
  const folder = mkdtempSync(join(tmpdir(), 'opsskill-openssh-'))
  const hosts = await startOpenSshHosts({ kubectl: realKubectl() })
  const sandboxes = await Promise.all(
    Array.from({ length: Number(values.clusters) }, (_, index) =>
      aRunningSandbox(['--speed', values.speed, '--seed', String(index)]),
    ),
  )
  try {
    const files = sandboxes.map(({ kubeconfig }, index) => {
      const file = join(folder, `cluster-${index}.yaml`)
      writeFileSync(file, JSON.stringify(openSshCluster(hosts, { kubeconfig, namespace: NAMESPACE })))
      return file
    })
    const sweep = writeSweep(folder, { tasks: positionals, methods: values.methods, seeds: values.seeds })
    const run = async (name: string, ...more: readonly string[]): Promise<ReadonlyMap<string, string>> => {
      const out = join(folder, name)
      await runProgram(['sweep', sweep, '--out', out, ...more], stop.signal)
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
  } finally {
    await Promise.all(sandboxes.map((sandbox) => sandbox.close()))
    await hosts.close()
    rmSync(folder, { recursive: true })
  }
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

const runProgram = async (argv: readonly string[], signal: AbortSignal): Promise<void> => {
  const child = spawn(process.execPath, [builtProgram(), ...argv], { stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr.on('data', (chunk: Buffer) => {
    // Progress and warnings; the report is not asked for.
    for (const line of chunk.toString().split('\n')) if (/trials,|cluster:|void:|ssh:/.test(line)) console.error(line)
  })
  signal.addEventListener('abort', () => child.kill('SIGTERM'))
  await once(child, 'exit')
  signal.throwIfAborted()
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

process.exitCode = await main()
