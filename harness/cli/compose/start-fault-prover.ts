import { availableParallelism } from 'node:os'
import type { FaultCase, FaultProof } from '../../pipeline/prove-fault.ts'
import { createWorkerRunner, type WorkerRunner } from './worker-runner.ts'

/** Starts what proves faults: worker threads, one for each core unless told otherwise; from the sources, this thread. */
export const startFaultProver = async ({
  workers = availableParallelism(),
  cases,
}: {
  readonly workers?: number | undefined
  readonly cases: number
}): Promise<WorkerRunner<FaultCase, FaultProof>> => {
  // The workers load the sandbox; this thread has no use for it.
  if (import.meta.url.endsWith('.ts'))
    return { capacity: 1, ...(await import('./fault-prover.ts')).createFaultProver() }
  return createWorkerRunner({
    entry: new URL('./fault-worker.js', import.meta.url),
    workers: Math.max(1, Math.min(workers, cases)),
    setup: null,
  })
}
