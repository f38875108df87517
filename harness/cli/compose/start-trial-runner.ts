import { availableParallelism } from 'node:os'
import type { TrialRunner } from '../../ports/trial-runner.ts'
import type { TrialSetup } from './trial-runner.ts'
import { createWorkerRunner } from './worker-runner.ts'

/**
 * Starts what runs trials: worker threads, one for each core unless told otherwise, and no more than there are trials. A worker
 * cannot load TypeScript, so the sources run trials in this thread.
 */
export const startTrialRunner = async (
  setup: TrialSetup,
  { workers = availableParallelism(), trials }: { readonly workers?: number | undefined; readonly trials: number },
): Promise<TrialRunner> => {
  if (import.meta.url.endsWith('.ts')) return (await import('./trial-runner.ts')).createTrialRunner(setup)
  return createWorkerRunner({
    entry: new URL('./trial-worker.js', import.meta.url),
    workers: Math.max(1, Math.min(workers, trials)),
    setup,
  })
}
