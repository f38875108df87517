import { createRng } from '../adapters/system/create-rng.ts'
import { createSandboxPool } from '../cli/sandbox/create-sandbox-pool.ts'
import type { PrepareBench } from './bench.ts'

/** One `kubectl get pods -A` through jump host and target, on a cluster that holds its system's pods. */
export const commandOverSsh: PrepareBench = async () => {
  const pool = await createSandboxPool()
  const request = { namespace: 'bench', mayChange: 'edit' as const, rng: createRng('bench') }
  const { harness } = await pool.open(request, new AbortController().signal)
  const run = async (): Promise<void> => {
    const outcome = await harness.exec('kubectl get pods -A', { timeoutMs: 60_000 })
    if (outcome.status !== 'exited' || outcome.exitCode !== 0) throw new Error(`the command failed: ${outcome.status}`)
  }
  return { run, close: pool.close }
}
