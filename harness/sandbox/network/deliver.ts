import type { Rng } from '../../ports/rng.ts'
import type { NetworkEffects, Packet } from './network-effects.ts'

/** How a sender repeats what is not answered: after `afterMs`, then after twice that, so many times in all. */
export interface Retries {
  readonly afterMs: number
  readonly times: number
}

/**
 * Time that disturbances add to a packet and its answer, in ms; the sender repeats both until one pair gets through. Infinity: none did.
 */
export const deliverMs = (
  effects: NetworkEffects,
  there: Packet,
  back: Packet,
  { afterMs, times }: Retries,
  rng: Rng,
): number => {
  let waitedMs = 0
  for (let tries = 0; tries <= times; tries += 1) {
    const [thereMs, backMs] = [effects.sampleMs(there, rng), effects.sampleMs(back, rng)]
    if (thereMs !== undefined && backMs !== undefined) return waitedMs + thereMs + backMs
    waitedMs += afterMs * 2 ** tries
  }
  return Number.POSITIVE_INFINITY
}
