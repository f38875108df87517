import { opaqueName } from '../pipeline/opaque-name.ts'
import type { Clock } from '../ports/clock.ts'
import type { Rng } from '../ports/rng.ts'
import type { Shell } from '../ports/shell.ts'
import { measureOffset, offsetClock } from './host-clock.ts'
import { type HeldLease, type Holders, holdLease } from './lease.ts'
import { findLeftOvers, removeLeftOver, undoLeftOverFaults } from './left-overs.ts'
import { ensureTenancy } from './tenancy.ts'

interface Dependencies {
  /** An account that may do everything. */
  readonly harness: Shell
  /** The account where methods work. */
  readonly method: Shell
  /** The machine's clock. */
  readonly clock: Clock
  /** Names of owners: never the same twice, on no machine. */
  readonly chance: Rng
  readonly holders: Holders
  readonly tell: (line: string) => void
}

/** The right to work on a cluster that others use too. */
export interface Membership {
  /** What labels of everything that is made there say. */
  readonly owner: string
  readonly lease: HeldLease
  /** What the target host's clock is ahead of the machine's, ms. */
  readonly offsetMs: number
}

/** Begins work on such a cluster. What harnesses that are gone left there is removed first, and told; then a lease is taken. */
export const joinCluster = async ({
  harness,
  method,
  clock,
  chance,
  holders,
  tell,
}: Dependencies): Promise<Membership> => {
  await ensureTenancy(harness)
  const offsetMs = await measureOffset({ harness, clock })
  const hostClock = offsetClock(clock, offsetMs)
  // First: the way back of a fault may lead through the namespace.
  for (const line of await undoLeftOverFaults({ harness, clock: hostClock, holders })) tell(line)
  const lefts = await findLeftOvers({ harness, clock: hostClock, holders })
  for (const left of lefts) for (const line of await removeLeftOver({ harness, method }, left)) tell(line)
  const owner = opaqueName(chance)
  return { owner, offsetMs, lease: await holdLease({ harness, clock: hostClock, holders, log: tell }, owner) }
}
