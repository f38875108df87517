import { endNamespace } from '../pipeline/end-namespace.ts'
import { findFaults, type FoundFault, removeLeftOverFaults } from '../pipeline/fault-home.ts'
import { mustRun } from '../pipeline/must-run.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { type Holders, readLeases } from './lease.ts'
import { removeAccount } from './method-account.ts'
import { LABEL_OWNER, TENANCY } from './tenancy.ts'

interface Dependencies {
  readonly harness: Shell
  readonly method: Shell
  /** The clock of the target host. */
  readonly clock: Clock
  readonly holders: Holders
}

/** What a harness that is gone left on a cluster. */
export interface LeftOver {
  readonly owner: string
  readonly namespaces: readonly string[]
  /** Accounts of its methods; each has a kubeconfig of the same name on the method's side. */
  readonly accounts: readonly string[]
  readonly hasLease: boolean
}

/** Everything that carries our labels, or is noted in a lease, and whose lease is dead or gone. */
export const findLeftOvers = async ({
  harness,
  clock,
  holders,
}: Omit<Dependencies, 'method'>): Promise<readonly LeftOver[]> => {
  const leases = await readLeases({ harness, clock, holders })
  const labelled = async (kind: string): Promise<readonly (readonly [owner: string, name: string])[]> => {
    const where = kind === 'namespaces' ? '' : `-n ${TENANCY} `
    const columns = `{range .items[*]}{.metadata.labels.${LABEL_OWNER.replace('/', '\\/')}}{" "}{.metadata.name}{"\\n"}{end}`
    const printed = await mustRun(harness, `kubectl ${where}get ${kind} -l ${LABEL_OWNER} -o jsonpath='${columns}'`)
    return printed
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ') as [string, string])
  }
  const [namespaces, accounts] = await Promise.all([labelled('namespaces'), labelled('serviceaccounts')])
  const alive = new Set(leases.filter(({ isAlive }) => isAlive).map(({ owner }) => owner))
  const owners = new Set([...leases.map(({ owner }) => owner), ...[...namespaces, ...accounts].map(([owner]) => owner)])
  const namesOf = (list: typeof namespaces, owner: string): readonly string[] =>
    list.filter(([each]) => each === owner).map(([, name]) => name)
  return [...owners]
    .filter((owner) => !alive.has(owner))
    .sort()
    .map((owner) => {
      const lease = leases.find((each) => each.owner === owner)
      const places = lease === undefined || lease.place === null ? [] : [lease.place]
      return {
        owner,
        namespaces: [...new Set([...places, ...namesOf(namespaces, owner)])],
        accounts: namesOf(accounts, owner),
        hasLease: lease !== undefined,
      }
    })
}

/** Faults of which no living harness takes care, by the namespace in which each is kept. */
export const findLeftOverFaults = async (dependencies: Omit<Dependencies, 'method'>): Promise<readonly FoundFault[]> =>
  findFaults(dependencies, await abandonedPlaces(dependencies))

/** Undoes them. @returns a line for each */
export const undoLeftOverFaults = async (dependencies: Omit<Dependencies, 'method'>): Promise<readonly string[]> => {
  const { harness, clock } = dependencies
  return removeLeftOverFaults({ environment: harness, harness, clock }, await abandonedPlaces(dependencies))
}

const abandonedPlaces = async (
  dependencies: Omit<Dependencies, 'method'>,
): Promise<(place: string | null) => boolean> => {
  const alive = (await readLeases(dependencies)).filter(({ isAlive }) => isAlive)
  return (place) =>
    place === null ? alive.length === 0 : !alive.some((lease) => [lease.place, lease.visited].includes(place))
}

/** Removes what was left; the lease goes last, so that an interrupted clean-up is taken up again. @returns a line for each thing */
export const removeLeftOver = async (
  { harness, method }: Pick<Dependencies, 'harness' | 'method'>,
  left: LeftOver,
): Promise<readonly string[]> => {
  const lines: string[] = []
  for (const namespace of left.namespaces) {
    await endNamespace(harness, namespace)
    lines.push(`removed namespace ${namespace}`)
  }
  for (const account of left.accounts) {
    await removeAccount({ harness, method }, account)
    lines.push(`removed account ${account}`)
  }
  if (left.hasLease) await mustRun(harness, `kubectl -n ${TENANCY} delete lease ${left.owner} --ignore-not-found`)
  return [...lines, `removed the lease of ${left.owner}, which is not running any more`]
}
