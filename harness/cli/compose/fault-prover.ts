import type { FaultCase, FaultProof } from '../../pipeline/prove-fault.ts'
import { PROOF_NAMESPACE, proveFault } from '../../pipeline/prove-fault.ts'
import { openInProcess } from '../../sandbox/world/open-in-process.ts'
import { createSharedReading } from '../../sandbox/world/shared-reading.ts'
import { rootRng } from './root-rng.ts'
import type { WorkerInside } from './serve-worker.ts'

/** Proves faults in this thread, one at a time, each in a sandbox cluster of its own, reached without SSH. */
export const createFaultProver = (): WorkerInside<FaultCase, FaultProof> => {
  const rng = rootRng()
  const reading = createSharedReading(rng.fork('proof/boot'))
  return {
    run: async (job, signal) => {
      const chance = rng.fork(`proof/cluster/${job.path}/${job.seed}`)
      const cluster = openInProcess({ namespace: PROOF_NAMESPACE, rng: chance, reading })
      try {
        return await proveFault({ cluster, rng }, job, signal)
      } finally {
        await cluster.close()
      }
    },
    close: async () => undefined,
  }
}
