import type { PrepareBench } from './bench.ts'
import { aClusterOf, deploy, settle } from './plain-apps.ts'

/** One hour of a cluster with 30 pods that nobody asks. At most 300 ms. */
export const idleHour: PrepareBench = () => {
  const cluster = aClusterOf(3)
  deploy(cluster, 15, 2)
  settle(cluster, 30)
  return Promise.resolve({
    run: () => cluster.simulation.advance(3_600_000),
    close: () => Promise.resolve(),
  })
}
