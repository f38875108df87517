import type { Column } from './column.ts'

/** Cluster time from the start of the method to its end, in s a trial; environment and oracle apart. */
export const clusterSeconds: Column = {
  key: 'cluster_seconds',
  title: 'Cluster seconds',
  unit: 'number',
  value: 'method_ms / 1000.0',
}
