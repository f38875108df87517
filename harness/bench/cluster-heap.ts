import { heapBytes } from './heap-bytes.ts'
import { appOpener } from './new-cluster.ts'

/** What a cluster with `shop` in steady state holds in memory, beside what all of them share. At most 15 MB. */
export const clusterHeap = async (): Promise<string> => {
  const open = appOpener('shop')
  // What is read and compiled once belongs to no cluster.
  for (let seed = 0; seed < WARMUP; seed += 1) await open(seed)
  const before = heapBytes()
  const held = []
  for (let seed = 0; seed < CLUSTERS; seed += 1) held.push(await open(WARMUP + seed))
  const megabytes = (heapBytes() - before) / held.length / 1e6
  return `${megabytes.toFixed(1)} MB of heap for each of ${held.length} clusters with shop`
}

const WARMUP = 4
const CLUSTERS = 10
