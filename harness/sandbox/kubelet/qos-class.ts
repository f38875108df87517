import type { PodSpec } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../api/types/object.ts'

/** `Guaranteed`, `Burstable` or `BestEffort`, from requests and limits of CPU and memory. */
export const qosClass = (spec: DeepReadonly<PodSpec>): 'Guaranteed' | 'Burstable' | 'BestEffort' => {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])]
  const kinds = ['cpu', 'memory'] as const
  const asks = containers.flatMap(({ resources }) =>
    kinds.map((kind) => ({ request: resources?.requests?.[kind], limit: resources?.limits?.[kind] })),
  )
  if (asks.every(({ request, limit }) => request === undefined && limit === undefined)) return 'BestEffort'
  const isFixed = asks.every(
    ({ request, limit }) => limit !== undefined && (request === undefined || request === limit),
  )
  return isFixed ? 'Guaranteed' : 'Burstable'
}
