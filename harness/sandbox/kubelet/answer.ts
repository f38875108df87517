import type { Page } from '../images/types.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import { currentUsage, type Instance, isRunning } from './instance.ts'
import type { PodRuntime } from './pod-runtime.ts'

/** How a pod answers an HTTP request. */
export interface Answer {
  readonly container: ContainerRuntime
  readonly instance: Instance
  readonly page: Page
  readonly product: string
  /** Expected time of work in the server; single requests stray by `spreadRatio`. */
  readonly serviceMs: number
  /** Expected time that the CPU limit makes a request stand still; single ones stray between nothing and twice that. */
  readonly throttleMs: number
  readonly spreadRatio: number
}

/** The answer on a port of a pod, or `undefined` when nothing listens there. */
export const answerAt = (runtime: PodRuntime, port: number, path: string, nowMs: number): Answer | undefined => {
  for (const container of runtime.containers) {
    const { instance } = container
    if (!isRunning(instance)) continue
    const server = instance.plan?.server
    if (server === undefined || server.port !== port || nowMs < instance.startedAtMs + server.startupMs) continue
    const page = server.pages[path.split('?')[0] ?? '/'] ?? server.notFound
    const { product, serviceMs, spreadRatio } = server
    return { container, instance, page, product, serviceMs, throttleMs: throttledMs(container, instance), spreadRatio }
  }
  return undefined
}

/**
 * Time that the CPU limit adds to a request, in ms. Processes that want more than the limit use up their share early in each period
 * of the scheduler (100 ms) and stand still for the rest: a request meets, on average, half of that rest in proportion to the excess.
 */
const throttledMs = (container: ContainerRuntime, instance: Instance): number => {
  const demand = currentUsage(instance)?.cpuDemandMilli ?? 0
  if (demand <= container.cpuLimitMilli) return 0
  return (PERIOD_MS / 2) * (1 - container.cpuLimitMilli / demand)
}

const PERIOD_MS = 100
