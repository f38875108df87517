import type { Rng } from '../../ports/rng.ts'

/** Where a rule applies: packets that a pod sends, or receives, from or to its peers. */
interface Place {
  readonly podUid: string
  readonly side: 'sends' | 'receives'
  /** Only packets to or from these pods; absent: all. */
  readonly peerUids?: ReadonlySet<string>
  /** Only packets to these addresses or names, as the caller dials them, beside the pods; absent: whatever the pods say. */
  readonly dialled?: ReadonlySet<string>
}

/** A disturbance of packets. What is corrupted fails its checksum and is lost; what comes twice is thrown away by TCP. */
export type NetworkRule = Place &
  (
    | { readonly kind: 'delay'; readonly latencyMs: number; readonly jitterMs: number }
    | { readonly kind: 'loss'; readonly ratio: number }
    | { readonly kind: 'duplicate'; readonly ratio: number }
    | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  )

/** One packet, or a burst of them: between two ends, of which `undefined` is one outside the pods. */
export interface Packet {
  readonly from: string | undefined
  readonly to: string | undefined
  /** What the caller dialled: a name, an address. */
  readonly dialled: readonly string[]
  readonly bytes: number
}

/** What is wrong with the network now. Rules live in a pod's network namespace: they survive its containers and die with the pod. */
export interface NetworkEffects {
  readonly put: (id: string, rule: NetworkRule) => void
  readonly remove: (id: string) => void
  /** Expected delay of a packet from a pod to its node, as probes meet it; Infinity when none gets through. */
  readonly toNodeMs: (podUid: string) => number
  /** Delay of one packet; `undefined` when it is lost. */
  readonly sampleMs: (packet: Packet, rng: Rng) => number | undefined
}

export const createNetworkEffects = (): NetworkEffects => {
  const rules = new Map<string, NetworkRule>()

  const matching = ({ from, to, dialled }: Packet): NetworkRule[] =>
    [...rules.values()].filter(({ podUid, side, peerUids, dialled: wanted }) => {
      const [own, peer] = side === 'sends' ? [from, to] : [to, from]
      if (own !== podUid) return false
      if (peerUids === undefined && wanted === undefined) return true
      return (
        (peer !== undefined && peerUids?.has(peer) === true) ||
        (wanted !== undefined && dialled.some((name) => wanted.has(name)))
      )
    })

  return {
    put: (id, rule) => {
      rules.set(id, rule)
    },
    remove: (id) => {
      rules.delete(id)
    },
    toNodeMs: (podUid) => {
      const packet: Packet = { from: podUid, to: undefined, dialled: [], bytes: 0 }
      const answer: Packet = { from: undefined, to: podUid, dialled: [], bytes: 0 }
      return [...matching(packet), ...matching(answer)].reduce((sum, rule) => sum + expectedMs(rule), 0)
    },
    sampleMs: (packet, rng) => {
      let totalMs = 0
      for (const rule of matching(packet)) {
        switch (rule.kind) {
          case 'delay':
            totalMs += Math.max(0, rule.latencyMs + (2 * rng.float() - 1) * rule.jitterMs)
            break
          case 'loss':
            if (rule.ratio >= 1 || rng.float() < rule.ratio) return undefined
            break
          case 'bandwidth':
            totalMs += ((packet.bytes + HEADER_BYTES) / rule.bytesPerSecond) * 1000
            break
          case 'duplicate':
        }
      }
      return totalMs
    },
  }
}

const HEADER_BYTES = 66

const expectedMs = (rule: NetworkRule): number => {
  switch (rule.kind) {
    case 'delay':
      return rule.latencyMs
    case 'loss':
      return rule.ratio >= 1 ? Number.POSITIVE_INFINITY : (rule.ratio / (1 - rule.ratio)) * RETRY_MS
    case 'bandwidth':
      return (HEADER_BYTES / rule.bytesPerSecond) * 1000
    case 'duplicate':
      return 0
  }
}

/** A packet of an open connection is sent again after this time, then after twice that, and so on. */
export const RETRY_MS = 200
