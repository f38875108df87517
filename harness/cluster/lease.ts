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
/** After a renewal that failed. */
const RENEW_AGAIN_MS = 5_000

/** Names the namespace in which the holder works, so that whoever comes later can clean up. */
const PLACE = 'ops-tenancy/place'

/** Names the namespace in which the holder works without having made it: its faults there are not to be undone, nor is it ever to be removed. */
const VISITED = 'ops-tenancy/visited'

/** Names the process that holds it; a harness on the same machine sees at once that it was killed. */
const HOLDER = 'ops-tenancy/holder'

/** Who runs a harness, and who does no longer. */
export interface Holders {
  /** Undefined where the system does not tell: then only time says that a lease is dead. */
  readonly own: string | undefined
  /** What is known of a process: of one elsewhere nothing. */
  readonly stateOf: (holder: string) => 'runs' | 'gone' | 'unknown'
}

interface Dependencies {
  readonly harness: Shell
  readonly log: (line: string) => void
  /** The clock of the target host, so that all harnesses compare the same times. */
  readonly clock: Clock
  readonly holders: Holders
}

/** The right of one harness to use a cluster, kept alive as long as it runs. */
export interface HeldLease {
  /** Writes down where a trial takes place, before anything is made there; `null`: nowhere. */
  readonly note: (place: string | null) => Promise<void>
  /** Writes down in which namespace of somebody else's there is work. */
  readonly visit: (place: string) => Promise<void>
  /** Why the cluster cannot be used any more: the lease is gone. */
  readonly lost: () => InfrastructureError | undefined
  /** Why nobody can say whose the noted place is: others could take the lease for dead since that was noted. */
  readonly lapsed: () => InfrastructureError | undefined
  readonly release: () => Promise<void>
  /** Lets it die, and stays on the cluster as a note of what was not cleaned. */
  readonly abandon: () => Promise<void>
}

export const holdLease = async ({ harness, log, clock, holders }: Dependencies, owner: string): Promise<HeldLease> => {
  let renewedMs = clock.nowMs()
  let lost: InfrastructureError | undefined
  let lapsed: InfrastructureError | undefined
  const lapseOf = (): InfrastructureError | undefined =>
    clock.nowMs() - renewedMs > LEASE_SECONDS * 1000
      ? new InfrastructureError(
          `the lease ${owner} was not renewed for ${LEASE_SECONDS} s: others could take it for dead`,
        )
      : undefined
  const now = (): string => new Date(clock.nowMs()).toISOString().replace('Z', '000Z')
  const renew = async (annotations: Readonly<Record<string, string | null>> = {}): Promise<void> => {
    const patch = { metadata: { annotations }, spec: { renewTime: now() } }
    const line = `kubectl -n ${TENANCY} patch lease ${owner} --type=merge -p ${quote(JSON.stringify(patch))}`
    try {
      await mustRun(harness, line)
    } catch (error) {
      if (error instanceof InfrastructureError && error.message.includes('(NotFound)'))
        lost ??= new InfrastructureError(`the lease ${owner} is gone: it was taken for dead`, { cause: error })
      throw error
    }
    lapsed ??= lapseOf()
    renewedMs = clock.nowMs()
  }
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
  const keepAlive = async (): Promise<void> => {
    for (let pauseMs = RENEW_EVERY_MS; lost === undefined;) {
      await clock.sleep(pauseMs, stopper.signal)
      try {
        await renew()
        pauseMs = RENEW_EVERY_MS
      } catch (error) {
        if (!(error instanceof InfrastructureError)) throw error
        if (pauseMs === RENEW_EVERY_MS) log(`the lease ${owner} was not renewed: ${error.message}`)
        pauseMs = RENEW_AGAIN_MS
      }
    }
  }
  const renewing = keepAlive().catch((error: unknown) => {
    if (!stopper.signal.aborted)
      lost = new InfrastructureError(`the lease ${owner} is not kept alive`, { cause: error })
  })
  const write = async (key: string, place: string | null): Promise<void> => {
    await renew({ [key]: place })
    lapsed = undefined
  }
  return {
    note: (place) => write(PLACE, place),
    visit: (place) => write(VISITED, place),
    lost: () => lost,
    lapsed: () => lost ?? lapsed ?? lapseOf(),
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

/** A lease as it is found on the cluster. */
export interface FoundLease {
  readonly owner: string
  readonly place: string | null
  /** A namespace that the holder works in, and that stays. */
  readonly visited: string | null
  readonly isAlive: boolean
}

export const readLeases = async ({
  harness,
  clock,
  holders,
}: Omit<Dependencies, 'log'>): Promise<readonly FoundLease[]> => {
  const { items } = Leases.parse(await mustRead(harness, `kubectl -n ${TENANCY} get leases -o json`))
  return items.map(({ metadata: { name, annotations }, spec }) => {
    const holder = annotations[HOLDER]
    const isInTime = Date.parse(spec.renewTime) + spec.leaseDurationSeconds * 1000 > clock.nowMs()
    const state = holder === undefined ? 'unknown' : holders.stateOf(holder)
    return {
      owner: name,
      place: annotations[PLACE] ?? null,
      visited: annotations[VISITED] ?? null,
      // Time decides only where nothing better is known: one that runs may have been kept from renewing it.
      isAlive: state === 'unknown' ? isInTime : state === 'runs',
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
