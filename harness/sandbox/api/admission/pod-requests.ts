import type { Container, PodSpec } from 'kubernetes-types/core/v1.d.ts'
import { addQuantities, compareQuantities } from '../quantity.ts'
import type { DeepReadonly } from '../types/object.ts'

export type Amounts = Readonly<Record<string, string>>

/**
 * What a pod as a whole requests, or is limited to: the sum over its containers, or what one of its init containers needs together
 * with the sidecars started before it, whichever is larger.
 * Source: k8s.io/component-helpers/resource, PodRequests and PodLimits.
 */
export const podAmounts = (spec: DeepReadonly<PodSpec> | undefined, kind: 'requests' | 'limits'): Amounts => {
  let total: Amounts = {}
  let sidecars: Amounts = {}
  let largestStart: Amounts = {}
  for (const container of spec?.containers ?? []) total = added(total, amountsOf(container, kind))
  for (const container of spec?.initContainers ?? []) {
    const own = amountsOf(container, kind)
    const isSidecar = (container as { readonly restartPolicy?: string }).restartPolicy === 'Always'
    if (isSidecar) {
      total = added(total, own)
      sidecars = added(sidecars, own)
    }
    largestStart = larger(largestStart, isSidecar ? sidecars : added(own, sidecars))
  }
  return added(larger(total, largestStart), spec?.overhead ?? {})
}

/** Sums by name. A sum keeps the notation of its first summand that is not zero. */
export const added = (left: Amounts, right: Amounts): Amounts => {
  const sum: Record<string, string> = { ...left }
  for (const [name, amount] of Object.entries(right)) {
    const before = sum[name]
    sum[name] = before === undefined || compareQuantities(before, '0') === 0 ? amount : addQuantities(before, amount)
  }
  return sum
}

const amountsOf = (container: DeepReadonly<Container>, kind: 'requests' | 'limits'): Amounts =>
  container.resources?.[kind] ?? {}

const larger = (left: Amounts, right: Amounts): Amounts => {
  const result: Record<string, string> = { ...left }
  for (const [name, amount] of Object.entries(right)) {
    const before = result[name]
    if (before === undefined || compareQuantities(amount, before) > 0) result[name] = amount
  }
  return result
}
