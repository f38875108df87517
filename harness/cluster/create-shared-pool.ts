import { InfrastructureError } from '../domain/errors.ts'
import type { EnvironmentIdentity } from '../domain/trial.ts'
import { opaqueName } from '../pipeline/opaque-name.ts'
import { persist } from '../pipeline/persist.ts'
import type { Clock } from '../ports/clock.ts'
import type { ClusterPool, OpenCluster, OpenRequest } from '../ports/cluster.ts'
import type { Rng } from '../ports/rng.ts'
import type { Shell } from '../ports/shell.ts'
import { joinCluster } from './join-cluster.ts'
import type { Holders } from './lease.ts'
import { openTenant } from './open-tenant.ts'

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
  readonly identity: EnvironmentIdentity
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
  { identity, protectedNamespaces }: SharedPoolOptions,
): Promise<SharedPool> => {
  const tell = (line: string): void => log(`cluster: ${line}`)
  const { owner, lease, offsetMs } = await joinCluster({ harness, method, clock, chance, holders, tell })
  let setAside: InfrastructureError | undefined
  /** A connection that is lost meanwhile is no reason to give the cluster up; one that is not there again is. */
  const persistOrGiveUp = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await persist({ clock, failed: ({ message }) => tell(`${what} once more: ${message}`) }, work)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      setAside = new InfrastructureError(`the cluster is set aside: ${what} failed: ${message}`, { cause: error })
      log(setAside.message)
      // To go on renewing it would be to go on connecting to a cluster that cannot be reached.
      void lease.abandon()
      throw error
    }
  }

  const open = async ({ namespace: wanted, mayChange }: OpenRequest, signal: AbortSignal): Promise<OpenCluster> => {
    signal.throwIfAborted()
    const problem = setAside ?? lease.lost()
    if (problem !== undefined) throw problem
    const place = { owner, trial: opaqueName(chance), namespace: opaqueName(chance), mayChange }
    await persistOrGiveUp('noting a trial', () => lease.note(place.namespace))
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
        for (const line of await persistOrGiveUp('cleaning up', tenant.close)) tell(line)
      },
    }
  }

  return {
    identity,
    setAside: () => setAside ?? lease.lost(),
    open,
    close: async () => {
      // Of a cluster that is set aside the lease stays, no longer renewed, so that the next start finds what is left.
      if (setAside === undefined) await lease.release()
      else await lease.abandon()
    },
  }
}
