import { availableParallelism } from 'node:os'
import type { FaultCase, FaultProof } from '../../pipeline/prove-fault.ts'
import { createFaultProver } from './fault-prover.ts'
import { createWorkerRunner, type WorkerRunner } from './worker-runner.ts'

/** Starts what proves faults: worker threads, one for each core unless told otherwise; from the sources, this thread. */
export const startFaultProver = ({
  workers = availableParallelism(),
  cases,
}: {
  readonly workers?: number | undefined
  readonly cases: number
}): WorkerRunner<FaultCase, FaultProof> =>
  import.meta.url.endsWith('.ts')
    ? { capacity: 1, ...createFaultProver() }
    : createWorkerRunner({
        entry: new URL('./fault-worker.js', import.meta.url),
        workers: Math.max(1, Math.min(workers, cases)),
        setup: null,
      })
