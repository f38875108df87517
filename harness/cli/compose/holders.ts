import { stateOfHolder, thisHolder } from '../../adapters/system/process-holder.ts'
import type { Holders } from '../../cluster/lease.ts'

/** Processes of this machine: a harness that was killed here is known to be gone at once. */
export const processHolders = (): Holders => ({ own: thisHolder(), stateOf: stateOfHolder })
