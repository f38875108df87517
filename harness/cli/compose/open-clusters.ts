import { createRng } from '../../adapters/system/create-rng.ts'
import { sha256 } from '../../adapters/system/sha256.ts'
import { randomSeed } from '../../adapters/system/random-seed.ts'
import { processHolders } from './holders.ts'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { createSharedPool, type SharedPool } from '../../cluster/create-shared-pool.ts'
import { readIdentity } from '../../cluster/read-identity.ts'
import { readIsolation } from '../../cluster/isolation.ts'
import type { RealClusterConfig } from '../../domain/cluster.ts'
import { InfrastructureError, UsageError } from '../../domain/errors.ts'
import type { EnvironmentIdentity } from '../../domain/trial.ts'
import { openRealCluster, type RealCluster } from './open-real-cluster.ts'
import { readRealCluster } from './read-cluster.ts'

/** One for each cluster of a sweep. */
export type Pools = readonly [SharedPool, ...SharedPool[]]

/** The clusters of a sweep: known, and not touched before they are joined. */
export interface Clusters {
  /** Where the sweep takes place: the cluster, or the set of them. */
  readonly identity: EnvironmentIdentity
  readonly provenance: Readonly<Record<string, string>>
  /** Takes leases. What harnesses that are gone left there is removed first. */
  readonly join: () => Promise<Pools>
  /** Gives the leases back, and leaves. */
  readonly close: () => Promise<void>
}

interface Dependencies {
  readonly log: (line: string) => void
}

/** Opens clusters one after the other, and only looks; when one cannot be opened, those before are closed. */
export const openClusters = async ({ log }: Dependencies, files: readonly string[]): Promise<Clusters> => {
  const warnings: string[] = []
  const opened: OpenedCluster[] = []
  const pools: SharedPool[] = []
  const close = async (): Promise<void> => {
    for (const pool of pools.splice(0).toReversed()) await giveBack({ log }, pool)
    for (const { cluster } of opened.toReversed()) await cluster.close()
  }
  try {
    for (const file of files) {
      const say = (line: string): void => log(files.length === 1 ? line : `${file}: ${line}`)
      const warn = (line: string): void => {
        warnings.push(line)
        say(line)
      }
      opened.push(await named(file, async () => openOne({ file, say, warn }, await readRealCluster({ warn }, file))))
      refuseSame(opened, files)
    }
  } catch (error) {
    await close()
    throw error
  }
  const [first, ...others] = opened
  if (first === undefined) throw new RangeError('a sweep on clusters needs at least one')
  const identities = [first.identity, ...others.map(({ identity }) => identity)] as const
  const joinNext = async (each: OpenedCluster): Promise<SharedPool> => {
    const pool = await named(each.file, () => joinOne(each))
    pools.push(pool)
    return pool
  }
  const join = async (): Promise<Pools> => {
    const joined: [SharedPool, ...SharedPool[]] = [await joinNext(first)]
    for (const each of others) joined.push(await joinNext(each))
    return joined
  }
  return { identity: identityOf(identities), provenance: provenanceOf(identities, warnings), join, close }
}

type Identities = readonly [EnvironmentIdentity, ...EnvironmentIdentity[]]

interface OpenedCluster {
  readonly cluster: RealCluster
  readonly identity: EnvironmentIdentity
  readonly config: RealClusterConfig
  readonly file: string
  readonly say: (line: string) => void
}

/** @throws {UsageError | InfrastructureError} that names the file; the latter with the way to find out more */
const named = async <T>(file: string, reach: () => Promise<T>): Promise<T> => {
  try {
    return await reach()
  } catch (error) {
    if (error instanceof UsageError && !error.message.includes(file))
      throw new UsageError(`${file}: ${error.message}`, { cause: error })
    if (!(error instanceof InfrastructureError)) throw error
    throw new InfrastructureError(`${file}: ${error.message} (\`npx opsskill cluster doctor ${file}\` looks closer)`, {
      cause: error,
    })
  }
}

const openOne = async (
  { file, say, warn }: Pick<OpenedCluster, 'file' | 'say'> & { readonly warn: (line: string) => void },
  config: RealClusterConfig,
): Promise<OpenedCluster> => {
  const cluster = await openRealCluster({ warn }, config)
  try {
    const isolation = await isolationOf({ warn }, cluster)
    const identity = await readIdentity(cluster.harness, { kind: config.kind, isolation })
    return { cluster, identity, config, file, say }
  } catch (error) {
    await cluster.close()
    throw error
  }
}

const joinOne = ({ cluster: { harness, method }, identity, config, say }: OpenedCluster): Promise<SharedPool> =>
  createSharedPool(
    { harness, method, clock: systemClock, chance: createRng(randomSeed()), holders: processHolders(), log: say },
    { identity, protectedNamespaces: config.protected_namespaces },
  )

/** Two lanes on one cluster would disturb each other's trials, and be no blocks. @throws {UsageError} */
const refuseSame = (opened: readonly OpenedCluster[], files: readonly string[]): void => {
  const fingerprints = opened.map(({ identity }) => identity.fingerprint)
  const last = fingerprints.length - 1
  const first = fingerprints.findIndex((each) => each === fingerprints[last])
  if (first !== last)
    throw new UsageError(`${files[first]} and ${files[last]} lead to the same cluster; name each once after --cluster`)
}

/** A cluster that cannot be reached any more costs nothing but a word: its lease dies by itself, and the others are given back as well. */
const giveBack = async ({ log }: Dependencies, pool: SharedPool): Promise<void> => {
  try {
    await pool.close()
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error
    log(`cluster: its lease could not be given back, the next start removes it: ${error.message}`)
  }
}

/** As it is found, whatever the cluster file says. */
const isolationOf = async (
  { warn }: { readonly warn: (line: string) => void },
  { harness, method, hasMethodUser }: RealCluster,
): Promise<EnvironmentIdentity['isolation']> => {
  if (!hasMethodUser) return 'none'
  const isolation = await readIsolation({ harness, method })
  if (isolation.status === 'none') warn(`isolation: none: ${isolation.problem.detail}; ${isolation.problem.remedy}`)
  return isolation.status
}

/** Of several clusters: all that they have in common, and a fingerprint of the set. Each trial's row names its own. */
const identityOf = (all: Identities): EnvironmentIdentity => {
  const [identity] = all
  if (all.length === 1) return identity
  return {
    kind: identity.kind,
    kubernetesVersion: [...new Set(all.map(({ kubernetesVersion }) => kubernetesVersion))].join(' '),
    fingerprint: sha256(
      all
        .map(({ fingerprint }) => fingerprint)
        .toSorted()
        .join(' '),
    ),
    isolation: all.every(({ isolation }) => isolation === 'restricted') ? 'restricted' : 'none',
  }
}

const provenanceOf = (identities: Identities, warnings: readonly string[]): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    identities.map(({ kind, kubernetesVersion, fingerprint, isolation }, index) => [
      `cluster.${index}`,
      `${kind} ${kubernetesVersion} ${fingerprint} isolation=${isolation}`,
    ]),
  ),
  ...(warnings.some((line) => line.includes('host keys are not verified')) ? { 'ssh.host-keys': 'not verified' } : {}),
})
