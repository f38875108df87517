import type { Reply, ServerRequest } from '../processes/types.ts'
import { disturbedReply } from './disturbed-reply.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import { currentUsage, type Instance, isRunning } from './instance.ts'
import type { PodRuntime } from './pod-runtime.ts'

/** How a pod answers a request. */
export interface Answer extends Reply {
  readonly container: ContainerRuntime
  readonly instance: Instance
  readonly product: string
  readonly answersHttp: boolean
  /** The next answer may differ although nothing in the pod has changed. */
  readonly isVolatile: boolean
  /** Expected time that the CPU limit makes a request stand still; single ones stray between nothing and twice that. */
  readonly throttleMs: number
  /** The connection is closed without an answer. */
  readonly isClosed?: boolean
}

/** The answer on a port of a pod, or `undefined` when nothing listens there. What the server does for it is done. */
export const answerAt = (runtime: PodRuntime, port: number, request: ServerRequest): Answer | undefined => {
  const found = listenerAt(runtime, port)
  if (found === undefined) return undefined
  const { container, instance, server } = found
  return {
    ...disturbedReply(runtime.disturbances, port, request, {
      container: container.name,
      startedAtMs: instance.startedAtMs,
      product: server.product,
      reply: server.reply,
    }),
    container,
    instance,
    product: server.product,
    answersHttp: server.answersHttp,
    isVolatile: server.isVolatile(request.path),
    throttleMs: throttledMs(container, instance),
  }
}

/** Who listens on a port of a pod. */
export const listenerAt = (runtime: PodRuntime, port: number) => {
  const listener = runtime.listeners.get(port)
  if (listener === undefined) return undefined
  for (const container of runtime.containers) {
    const { instance } = container
    if (isRunning(instance) && instance.table?.find(listener.process.pid) === listener.process)
      return { container, instance, server: listener.server }
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
