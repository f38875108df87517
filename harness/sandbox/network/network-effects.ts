import type { Rng } from '../../ports/rng.ts'
import { createPacketQueue, type Disturbance, type PacketQueue } from './packet-queue.ts'

/** Where a rule applies: packets that a pod sends, or receives, from or to its peers. */
interface Place {
  readonly podUid: string
  readonly side: 'sends' | 'receives'
  /** Only packets to or from these pods; absent: all. */
  readonly peerUids?: ReadonlySet<string>
  /** Only packets to these addresses or names, as the caller dials them, beside the pods; absent: whatever the pods say. */
  readonly dialled?: ReadonlySet<string>
}

/** A disturbance, and where it stands. */
export type NetworkRule = Place & Disturbance

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

export const createNetworkEffects = ({ nowMs }: { readonly nowMs: () => number }): NetworkEffects => {
  const rules = new Map<string, Place & { readonly queue: PacketQueue }>()

  const matching = ({ from, to, dialled }: Packet) =>
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
      rules.set(id, { ...rule, queue: createPacketQueue(rule) })
    },
    remove: (id) => {
      rules.delete(id)
    },
    toNodeMs: (podUid) => {
      const packet: Packet = { from: podUid, to: undefined, dialled: [], bytes: 0 }
      const answer: Packet = { from: undefined, to: podUid, dialled: [], bytes: 0 }
      return [...matching(packet), ...matching(answer)].reduce((sum, { queue }) => sum + queue.expectedMs, 0)
    },
    sampleMs: (packet, rng) => {
      if (rules.size === 0) return 0
      let totalMs = 0
      for (const { queue } of matching(packet)) {
        const heldMs = queue.pass(packet.bytes, nowMs(), rng)
        if (heldMs === undefined) return undefined
        totalMs += heldMs
      }
      return totalMs
    },
  }
}
