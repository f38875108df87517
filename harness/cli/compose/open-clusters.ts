import { createRng } from '../../adapters/system/create-rng.ts'
import { sha256 } from '../../adapters/system/sha256.ts'
import { randomSeed } from '../../adapters/system/random-seed.ts'
import { processHolders } from './holders.ts'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { createSharedPool, type SharedPool } from '../../cluster/create-shared-pool.ts'
import { readIsolation } from '../../cluster/isolation.ts'
import type { RealClusterConfig } from '../../domain/cluster.ts'
import { InfrastructureError, UsageError } from '../../domain/errors.ts'
import type { EnvironmentIdentity } from '../../domain/trial.ts'
import { openRealCluster, type RealCluster } from './open-real-cluster.ts'
import { readRealCluster } from './read-cluster.ts'

/** The clusters of a sweep, leased. */
export interface Clusters {
  readonly pools: readonly [SharedPool, ...SharedPool[]]
  /** Where the sweep takes place: the cluster, or the set of them. */
  readonly identity: EnvironmentIdentity
  readonly provenance: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

interface Dependencies {
  readonly log: (line: string) => void
}

/** Opens clusters one after the other; when one cannot be opened, those before are given back. */
export const openClusters = async ({ log }: Dependencies, files: readonly string[]): Promise<Clusters> => {
  const warnings: string[] = []
  const opened: OpenedCluster[] = []
  const close = async (): Promise<void> => {
    for (const each of opened.toReversed()) await closeOne({ log }, each)
  }
  try {
    for (const file of files) {
      const say = (line: string): void => log(files.length === 1 ? line : `${file}: ${line}`)
      const warn = (line: string): void => {
        warnings.push(line)
        say(line)
      }
      opened.push(await openNamed(file, async () => openOne({ log: say, warn }, await readRealCluster({ warn }, file))))
      refuseSame(opened, files)
    }
  } catch (error) {
    await close()
    throw error
  }
  const [first, ...others] = opened.map(({ pool }) => pool)
  if (first === undefined) throw new RangeError('a sweep on clusters needs at least one')
  const pools = [first, ...others] as const
  return { pools, identity: identityOf(pools), provenance: provenanceOf(pools, warnings), close }
}

interface OpenedCluster {
  readonly cluster: RealCluster
  readonly pool: SharedPool
}

/** @throws {UsageError | InfrastructureError} that names the file; the latter with the way to find out more */
const openNamed = async (file: string, open: () => Promise<OpenedCluster>): Promise<OpenedCluster> => {
  try {
    return await open()
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
  { log, warn }: Dependencies & { readonly warn: (line: string) => void },
  config: RealClusterConfig,
): Promise<OpenedCluster> => {
  const cluster = await openRealCluster({ warn }, config)
  try {
    const { harness, method } = cluster
    const isolation = await isolationOf({ warn }, cluster)
    const pool = await createSharedPool(
      { harness, method, clock: systemClock, chance: createRng(randomSeed()), holders: processHolders(), log },
      { kind: config.kind, isolation, protectedNamespaces: config.protected_namespaces },
    )
    return { cluster, pool }
  } catch (error) {
    await cluster.close()
    throw error
  }
}

/** Two lanes on one cluster would disturb each other's trials, and be no blocks. @throws {UsageError} */
const refuseSame = (opened: readonly OpenedCluster[], files: readonly string[]): void => {
  const fingerprints = opened.map(({ pool }) => pool.identity.fingerprint)
  const last = fingerprints.length - 1
  const first = fingerprints.findIndex((each) => each === fingerprints[last])
  if (first !== last)
    throw new UsageError(`${files[first]} and ${files[last]} lead to the same cluster; name each once after --cluster`)
}

/** A cluster that cannot be reached any more costs nothing but a word: its lease dies by itself, and the others are given back as well. */
const closeOne = async ({ log }: Dependencies, { pool, cluster }: OpenedCluster): Promise<void> => {
  try {
    await pool.close()
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error
    log(`cluster: its lease could not be given back, the next start removes it: ${error.message}`)
  } finally {
    await cluster.close()
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
const identityOf = (pools: Clusters['pools']): EnvironmentIdentity => {
  const [{ identity }] = pools
  if (pools.length === 1) return identity
  const all = pools.map((pool) => pool.identity)
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

const provenanceOf = (pools: Clusters['pools'], warnings: readonly string[]): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    pools.map(({ identity: { kind, kubernetesVersion, fingerprint, isolation } }, index) => [
      `cluster.${index}`,
      `${kind} ${kubernetesVersion} ${fingerprint} isolation=${isolation}`,
    ]),
  ),
  ...(warnings.some((line) => line.includes('host keys are not verified')) ? { 'ssh.host-keys': 'not verified' } : {}),
})
