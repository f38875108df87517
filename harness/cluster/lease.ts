import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import { mustRead, mustRun } from '../pipeline/must-run.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import { TENANCY } from './tenancy.ts'

/** A lease that was not renewed for so long is dead, s. */
const LEASE_SECONDS = 120
const RENEW_EVERY_MS = 30_000
const RENEW_AGAIN_MS = 5_000

/** Names the namespace in which the holder works, so that whoever comes later can clean up. */
const PLACE = 'ops-tenancy/place'

/** Names the process that holds it; a harness on the same machine sees at once that it was killed. */
const HOLDER = 'ops-tenancy/holder'

/** Who runs a harness, and who does no longer. */
export interface Holders {
  /** Undefined where the system does not tell: then only time says that a lease is dead. */
  readonly own: string | undefined
  /** Whether a process is known to have ended. */
  readonly isGone: (holder: string) => boolean
}

interface Dependencies {
  readonly harness: Shell
  /** The clock of the target host, so that all harnesses compare the same times. */
  readonly clock: Clock
  readonly holders: Holders
}

/** The right of one harness to use a cluster, kept alive as long as it runs. */
export interface HeldLease {
  /** Writes down where a trial takes place, before anything is made there; `null`: nowhere. */
  readonly note: (place: string | null) => Promise<void>
  /** Why it could not be kept alive; undefined while it could. */
  readonly broken: () => InfrastructureError | undefined
  readonly release: () => Promise<void>
  /** Lets it die, and stays on the cluster as a note of what was not cleaned. */
  readonly abandon: () => Promise<void>
}

export interface LeaseOptions {
  readonly owner: string
  /** Called once, when it can be kept alive no longer. */
  readonly onBroken: (error: InfrastructureError) => void
}

export const holdLease = async (
  { harness, clock, holders }: Dependencies,
  { owner, onBroken }: LeaseOptions,
): Promise<HeldLease> => {
  const write = async (patch: object): Promise<void> => {
    await mustRun(harness, `kubectl -n ${TENANCY} patch lease ${owner} --type=merge -p ${quote(JSON.stringify(patch))}`)
  }
  const now = (): string => new Date(clock.nowMs()).toISOString().replace('Z', '000Z')
  await mustRun(harness, 'kubectl create -f -', {
    stdin: JSON.stringify({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: owner,
        namespace: TENANCY,
        annotations: holders.own === undefined ? {} : { [HOLDER]: holders.own },
      },
      spec: { holderIdentity: owner, leaseDurationSeconds: LEASE_SECONDS, acquireTime: now(), renewTime: now() },
    }),
  })
  const stopper = new AbortController()
  let broken: InfrastructureError | undefined
  /** A connection that is lost under a renewal costs no more than that: it is tried again as long as nobody can take the lease for dead. */
  const renewOnce = async (sinceMs: number): Promise<void> => {
    for (;;) {
      try {
        return await write({ spec: { renewTime: now() } })
      } catch (error) {
        if (!(error instanceof InfrastructureError) || isGone(error)) throw error
        if (clock.nowMs() - sinceMs >= LEASE_SECONDS * 1000) throw error
        await clock.sleep(RENEW_AGAIN_MS, stopper.signal)
      }
    }
  }
  const renew = async (): Promise<void> => {
    while (!stopper.signal.aborted) {
      const sinceMs = clock.nowMs()
      await clock.sleep(RENEW_EVERY_MS, stopper.signal)
      await renewOnce(sinceMs)
    }
  }
  const renewing = renew().catch((error: unknown) => {
    if (stopper.signal.aborted) return
    const message = error instanceof Error ? error.message : String(error)
    broken = new InfrastructureError(`the lease ${owner} could not be renewed: ${message}`, { cause: error })
    onBroken(broken)
  })
  return {
    note: (place) => write({ metadata: { annotations: { [PLACE]: place } }, spec: { renewTime: now() } }),
    broken: () => broken,
    abandon: async () => {
      stopper.abort('the lease is given up')
      await renewing
    },
    release: async () => {
      stopper.abort('the lease is given back')
      await renewing
      await mustRun(harness, `kubectl -n ${TENANCY} delete lease ${owner} --ignore-not-found`)
    },
  }
}

/** Somebody else took the harness for gone, and has cleaned up after it. */
const isGone = (error: InfrastructureError): boolean => error.message.includes('NotFound')

/** A lease as it is found on the cluster. */
export interface FoundLease {
  readonly owner: string
  readonly place: string | null
  readonly isAlive: boolean
}

export const readLeases = async ({ harness, clock, holders }: Dependencies): Promise<readonly FoundLease[]> => {
  const { items } = Leases.parse(await mustRead(harness, `kubectl -n ${TENANCY} get leases -o json`))
  return items.map(({ metadata: { name, annotations }, spec }) => {
    const holder = annotations[HOLDER]
    const isInTime = Date.parse(spec.renewTime) + spec.leaseDurationSeconds * 1000 > clock.nowMs()
    return {
      owner: name,
      place: annotations[PLACE] ?? null,
      isAlive: isInTime && (holder === undefined || !holders.isGone(holder)),
    }
  })
}

const Leases = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
      spec: z.looseObject({ renewTime: z.string(), leaseDurationSeconds: z.number() }),
    }),
  ),
})
