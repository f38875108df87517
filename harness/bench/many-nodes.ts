import { aClusterOf, deploy, settle } from './plain-apps.ts'

const NODES = 200
const APPS = 100
const REPLICAS = 20

/** How long 2,000 pods behind 100 Services take to become ready on 200 nodes, real time and CPU. At most 3 s. */
export const manyNodes = (): Promise<string> => {
  const cluster = aClusterOf(NODES)
  const startedMs = performance.now()
  const before = process.cpuUsage()
  deploy(cluster, APPS, REPLICAS)
  settle(cluster, APPS * REPLICAS)
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startedMs) / 1000
  const { executed } = cluster.simulation.statistics()
  return Promise.resolve(
    `${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU; ${cluster.server.audit.latest()} writes, ${executed} events`,
  )
}
