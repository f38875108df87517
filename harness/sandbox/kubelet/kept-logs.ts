import type { LogLine } from './instance.ts'
import type { Kubelets } from './kubelets.ts'
import { allContainers } from './pod-runtime.ts'

/** What containers that run have written, by the id of the run. */
export type KeptLogs = ReadonlyMap<string, readonly LogLine[]>

export const keepLogs = (kubelets: Kubelets): KeptLogs => {
  const logs = new Map<string, readonly LogLine[]>()
  for (const { id, written } of instancesOf(kubelets)) logs.set(id, [...written])
  return logs
}

/**
 * Gives containers that went on at `fromMs` the logs of their time before. What their processes said when they began anew goes: the
 * containers did not.
 */
export const takeUpLogs = (kubelets: Kubelets, logs: KeptLogs, fromMs: number): void => {
  for (const { id, written } of instancesOf(kubelets)) {
    const before = logs.get(id)
    if (before === undefined) continue
    const since = written.filter(({ atMs }) => atMs >= fromMs + STARTING_MS)
    written.splice(0, written.length, ...before, ...since)
  }
}

/** In so short a time a process has said what it says at its start, ms. */
const STARTING_MS = 3_000

const instancesOf = (kubelets: Kubelets) =>
  [...kubelets.pods()]
    .flatMap((runtime) => allContainers(runtime))
    .flatMap(({ instance }) => (instance === undefined ? [] : [instance]))
