import { endNamespace } from '../pipeline/end-namespace.ts'
import { mustRun } from '../pipeline/must-run.ts'
import { opaqueName } from '../pipeline/opaque-name.ts'
import type { Ground } from '../pipeline/try-fault.ts'
import type { Rng } from '../ports/rng.ts'
import type { Shell } from '../ports/shell.ts'
import type { Membership } from './join-cluster.ts'
import { LABEL_OWNER, LABEL_TRIAL } from './tenancy.ts'

/**
 * Where a fault is tried on a cluster that others use too: the lease says where before anything is done there, a fresh namespace is labelled
 * as that of a trial, and whoever starts after a kill finds both.
 */
export const createSharedGround = (
  { harness, chance }: { readonly harness: Shell; readonly chance: Rng },
  { owner, lease }: Pick<Membership, 'owner' | 'lease'>,
): { readonly ground: Ground; readonly close: () => Promise<void> } => {
  let isClean = true
  return {
    ground: {
      take: async ({ name, isFresh }) => {
        isClean = false
        await (isFresh ? lease.note(name) : lease.visit(name))
      },
      mark: async ({ name }, signal) => {
        const labels = `${LABEL_OWNER}=${owner} ${LABEL_TRIAL}=${opaqueName(chance)}`
        await mustRun(harness, `kubectl label namespace ${name} ${labels} --overwrite`, { signal })
      },
      leave: async ({ name, isFresh }) => {
        const lapsed = lease.lapsed()
        if (isFresh) await endNamespace(harness, name)
        isClean = true
        // Others may have undone the fault meanwhile: what was seen proves nothing.
        if (lapsed !== undefined) throw lapsed
      },
    },
    // Of a namespace that did not go, the lease stays, no longer renewed, so that the next start finds it.
    close: () => (isClean ? lease.release() : lease.abandon()),
  }
}
