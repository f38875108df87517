import type { Rng } from '../../ports/rng.ts'

/** A disturbance of what a pod sends. */
export interface EgressDelayRule {
  readonly kind: 'delay'
  readonly podUid: string
  readonly latencyMs: number
  readonly jitterMs: number
  /** Only packets to these pods; absent: all. */
  readonly toPodUids?: ReadonlySet<string>
}

/** What is wrong with the network now. Rules live in a pod's network namespace: they survive its containers and die with the pod. */
export interface NetworkEffects {
  readonly put: (id: string, rule: EgressDelayRule) => void
  readonly remove: (id: string) => void
  /** Expected delay of a packet from a pod to its node, as probes meet it. */
  readonly toNodeMs: (podUid: string) => number
  /** Delay of one packet between two ends; `undefined` is an end outside the pods. */
  readonly sampleMs: (fromUid: string | undefined, toUid: string | undefined, rng: Rng) => number
}

export const createNetworkEffects = (): NetworkEffects => {
  const rules = new Map<string, EgressDelayRule>()

  const matching = (fromUid: string | undefined, toUid: string | undefined): EgressDelayRule[] =>
    [...rules.values()].filter(
      ({ podUid, toPodUids }) =>
        podUid === fromUid && (toPodUids === undefined || (toUid !== undefined && toPodUids.has(toUid))),
    )

  return {
    put: (id, rule) => {
      rules.set(id, rule)
    },
    remove: (id) => {
      rules.delete(id)
    },
    toNodeMs: (podUid) => matching(podUid, undefined).reduce((sum, { latencyMs }) => sum + latencyMs, 0),
    sampleMs: (fromUid, toUid, rng) =>
      matching(fromUid, toUid).reduce(
        (sum, { latencyMs, jitterMs }) => sum + Math.max(0, latencyMs + (2 * rng.float() - 1) * jitterMs),
        0,
      ),
  }
}
