import { execFileSync, execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { join } from 'node:path'
import { aLiveSandbox } from '../testing/a-live-sandbox.ts'
import { realKubectl } from '../testing/real-kubectl.ts'

const RUNS = 20

/** A real kubectl's process beside our own kubectl, on the same cluster: `get pods -A`, ms of real time each. */
export const kubectlProcess = async (): Promise<string> => {
  const program = realKubectl()
  const sandbox = await aLiveSandbox({ speed: 50 })
  const run = promisify(execFile)
  const args = [`--kubeconfig=${sandbox.kubeconfigs.harness}`, `--cache-dir=${join(sandbox.folder, 'cache')}`]
  const real = await mean(async () => {
    await run(program, [...args, 'get', 'pods', '-A'])
  })
  const own = await mean(async () => {
    const request = { command: 'kubectl get pods -A', stdin: '', timeoutMs: 60_000 }
    const result = await sandbox.world.shells.harness.exec(request)
    if (result.status !== 'exited' || result.exitCode !== 0) throw new Error(`own kubectl failed: ${result.stderr}`)
  })
  const bare = await mean(async () => {
    execFileSync(program, ['version', '--client'])
  })
  await sandbox.close()
  return `real ${real.toFixed(1)} ms (its process alone ${bare.toFixed(1)} ms), own ${own.toFixed(1)} ms at a speed of 50`
}

const mean = async (work: () => Promise<void>): Promise<number> => {
  await work()
  const startMs = performance.now()
  for (let count = 0; count < RUNS; count += 1) await work()
  return (performance.now() - startMs) / RUNS
}
