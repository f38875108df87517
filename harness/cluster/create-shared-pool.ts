import { InfrastructureError } from '../domain/errors.ts'
import type { EnvironmentIdentity } from '../domain/trial.ts'
import { opaqueName } from '../pipeline/opaque-name.ts'
import type { Clock } from '../ports/clock.ts'
import type { ClusterPool, OpenCluster, OpenRequest } from '../ports/cluster.ts'
import type { Rng } from '../ports/rng.ts'
import type { Shell } from '../ports/shell.ts'
import { measureOffset, offsetClock } from './host-clock.ts'
import { findLeftOvers, removeLeftOver, undoLeftOverFaults } from './left-overs.ts'
import { type Holders, holdLease } from './lease.ts'
import { openTenant } from './open-tenant.ts'
import { readIdentity } from './read-identity.ts'
import { ensureTenancy } from './tenancy.ts'

export interface SharedPoolDependencies {
  /** An account that may do everything. */
  readonly harness: Shell
  /** The account where methods work. */
  readonly method: Shell
  /** The machine's clock. */
  readonly clock: Clock
  /** Names of owner, trials and namespaces: never the same twice, on no machine. */
  readonly chance: Rng
  readonly holders: Holders
  readonly log: (line: string) => void
}

export interface SharedPoolOptions {
  readonly kind: 'ssh' | 'local'
  readonly isolation: EnvironmentIdentity['isolation']
  /** Namespaces besides the trial's whose objects must stay as they are. */
  readonly protectedNamespaces: readonly string[]
}

export interface SharedPool extends ClusterPool {
  readonly identity: EnvironmentIdentity
  /** Why no further trial starts on it; undefined while it can be used. */
  readonly setAside: () => InfrastructureError | undefined
}

/**
 * Trials on a cluster that others use too, one at a time: each in a namespace and with an account of its own. What a harness that is gone left
 * there is removed first, and said. A cluster that cannot be cleaned is set aside: no further trial starts on it.
 */
export const createSharedPool = async (
  { harness, method, clock, chance, holders, log }: SharedPoolDependencies,
  { kind, isolation, protectedNamespaces }: SharedPoolOptions,
): Promise<SharedPool> => {
  await ensureTenancy(harness)
  const offsetMs = await measureOffset({ harness, clock })
  const hostClock = offsetClock(clock, offsetMs)
  // First: the way back of a fault may lead through the namespace.
  for (const line of await undoLeftOverFaults({ harness, clock: hostClock, holders })) log(`cluster: ${line}`)
  const lefts = await findLeftOvers({ harness, clock: hostClock, holders })
  for (const left of lefts) for (const line of await removeLeftOver({ harness, method }, left)) log(`cluster: ${line}`)
  const identity = await readIdentity(harness, { kind, isolation })
  const owner = opaqueName(chance)
  const onBroken = (error: InfrastructureError): void => log(`the cluster is set aside: ${error.message}`)
  const lease = await holdLease({ harness, clock: hostClock, holders }, { owner, onBroken })
  let setAside: InfrastructureError | undefined
  const giveUp = (why: string, cause: unknown): void => {
    const message = cause instanceof Error ? cause.message : String(cause)
    setAside = new InfrastructureError(`the cluster is set aside: it ${why}: ${message}`, { cause })
    log(setAside.message)
  }
  /** A connection that is lost under it is no reason to give a cluster up; one that is not there again is. */
  const note = async (namespace: string): Promise<void> => {
    try {
      await lease.note(namespace).catch(() => lease.note(namespace))
    } catch (error) {
      giveUp('cannot be worked on', error)
      throw error
    }
  }

  const open = async ({ namespace: wanted, mayChange }: OpenRequest, signal: AbortSignal): Promise<OpenCluster> => {
    signal.throwIfAborted()
    const problem = setAside ?? lease.broken()
    if (problem !== undefined) throw problem
    const place = { owner, trial: opaqueName(chance), namespace: opaqueName(chance), mayChange }
    await note(place.namespace)
    const tenant = openTenant({ harness, method, clock, lease }, { place, wanted, offsetMs, protectedNamespaces })
    return {
      identity,
      clock,
      harness,
      namespace: place.namespace,
      method: tenant.method,
      audit: tenant.audit,
      grantMethod: tenant.grant,
      admitMethod: tenant.admit,
      close: async () => {
        try {
          for (const line of await tenant.close()) log(`cluster: ${line}`)
        } catch (error) {
          giveUp('could not be cleaned', error)
          throw error
        }
      },
    }
  }

  return {
    identity,
    setAside: () => setAside ?? lease.broken(),
    open,
    close: async () => {
      // Of a cluster that is set aside the lease stays, so that the next start finds what is left.
      if (setAside === undefined) await lease.release()
      else await lease.abandon()
    },
  }
}
