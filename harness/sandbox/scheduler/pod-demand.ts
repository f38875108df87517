import type { PodSpec } from 'kubernetes-types/core/v1.d.ts'
import { milliValue, unitValue } from '../api/quantity.ts'
import type { DeepReadonly } from '../api/types/object.ts'

/** What a pod asks of a node. */
export interface Demand {
  readonly cpuMilli: number
  readonly memoryBytes: number
}

export const NO_DEMAND: Demand = { cpuMilli: 0, memoryBytes: 0 }

const known = new WeakMap<object, Demand>()

/** Requests of all containers together, or of the greediest init container where that is more. */
export const podDemand = (spec: DeepReadonly<PodSpec>): Demand => {
  const cached = known.get(spec)
  if (cached !== undefined) return cached
  const demand = { cpuMilli: total(spec, 'cpu', milliValue), memoryBytes: total(spec, 'memory', unitValue) }
  known.set(spec, demand)
  return demand
}

const total = (spec: DeepReadonly<PodSpec>, name: string, read: (text: string) => number): number => {
  const ask = (container: {
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> }
  }): number => {
    const text = container.resources?.requests?.[name]
    return text === undefined ? 0 : read(text)
  }
  const together = spec.containers.reduce((sum, container) => sum + ask(container), 0)
  const sidecars = (spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always')
  const running = sidecars.reduce((sum, container) => sum + ask(container), together)
  return Math.max(running, ...(spec.initContainers ?? []).map(ask))
}
