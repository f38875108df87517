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
  const lease = await holdLease({ harness, clock: hostClock, holders }, owner)
  let setAside: InfrastructureError | undefined

  const open = async ({ namespace: wanted, mayChange }: OpenRequest, signal: AbortSignal): Promise<OpenCluster> => {
    signal.throwIfAborted()
    const problem = setAside ?? lease.broken()
    if (problem !== undefined) throw problem
    const place = { owner, trial: opaqueName(chance), namespace: opaqueName(chance), mayChange }
    await lease.note(place.namespace)
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
          const message = error instanceof Error ? error.message : String(error)
          setAside = new InfrastructureError(`the cluster is set aside: it could not be cleaned: ${message}`, {
            cause: error,
          })
          log(setAside.message)
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
