import type { EnvironmentIdentity } from '../../domain/trial.ts'
import type { Audit } from '../../ports/audit.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Rng } from '../../ports/rng.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import type { Identity } from '../api/types/request.ts'
import { createCluster, keepCluster, type KeptCluster, resumeCluster, SETTLING_MS } from '../cluster.ts'
import type { SandboxCluster } from '../cluster.ts'
import type { Simulation } from '../engine/types.ts'
import type { Connection, ConnectionRequest } from '../kubectl/types.ts'
import { createYamlReader } from '../kubectl/yaml-reader.ts'
import { kubectlCommand } from '../shell/commands/kubectl.ts'
import { createContainerShell } from '../shell/container/create-container-shell.ts'
import { createHostShell } from '../shell/host/create-host-shell.ts'
import type { HostShell } from '../shell/host/create-host-shell.ts'
import { SERVER_URL } from '../shell/host/host-files.ts'
import { createPlainLines } from '../shell/script/plain-line.ts'
import { auditSince } from './audit-mutations.ts'
import { identityOfToken } from './token-identity.ts'
import { grantMethodAccess, METHOD_IDENTITY } from './method-access.ts'
import { DEFAULT_SANDBOX, sandboxIdentity } from './sandbox-identity.ts'
import type { SandboxProfile } from './sandbox-identity.ts'
import type { SharedReading } from './shared-reading.ts'

/** A simulated cluster and the shells of the target host's two accounts, without a way to reach them from outside. */
export interface World {
  readonly identity: EnvironmentIdentity
  /** Virtual: sleeping drives the simulation. */
  readonly clock: Clock
  readonly shells: Readonly<Record<Role, HostShell>>
  readonly audit: Audit
  readonly api: WorldApi
  /** What there is now, for worlds that go on from here; `undefined` while a pod is on its way up or down. */
  readonly keep: () => KeptCluster | undefined
}

/** The API server for clients from outside, and whose credentials it knows. */
export interface WorldApi {
  readonly server: ApiServer
  readonly tokens: Readonly<Record<Role, string>>
  /** `undefined` for a token that nobody has. */
  readonly identityOf: (token: string) => Identity | undefined
}

export type Role = 'harness' | 'method'

export interface WorldOptions {
  /** All chance of the world. */
  readonly rng: Rng
  /** The namespace in which the method's account may work. */
  readonly namespace: string
  readonly profile?: SandboxProfile
  /** Shared with other worlds, and with it the booted cluster. Default: the cluster is booted for this world alone, from its own chance. */
  readonly reading?: SharedReading
  /** What another world with the same namespace and profile kept; this one begins a minute later. Default: a cluster without the namespace. */
  readonly from?: KeptCluster
  /** Puts another driver of time behind shells and clock; default: they jump. */
  readonly paced?: (simulation: Simulation) => Simulation
}

/** The harness's account may do everything. */
const HARNESS_IDENTITY: Identity = { name: 'harness-admin', groups: ['system:masters', 'system:authenticated'] }

/** User names of the accounts, on hosts and in kubeconfigs. */
export const USER_NAMES: Readonly<Record<Role, string>> = { harness: 'harness', method: 'operator' }

/** A new world: the cluster in steady state, at its start time and without the namespace, or going on from another world. */
export const openWorld = ({
  rng,
  namespace,
  profile = DEFAULT_SANDBOX,
  reading,
  from,
  paced = (simulation) => simulation,
}: WorldOptions): World => {
  const cluster = clusterOf(rng.fork('cluster'), profile, reading, from)
  const { server, connectContainers } = cluster
  const simulation = paced(cluster.simulation)
  connectContainers(createContainerShell({ simulation, rng: rng.fork('containers') }))
  if (from === undefined) grantMethodAccess(server, namespace)
  const tokens = { harness: tokenFrom(rng.fork('token/harness')), method: tokenFrom(rng.fork('token/method')) }
  const identityOf = (token: string): Identity | undefined =>
    token === tokens.harness
      ? HARNESS_IDENTITY
      : token === tokens.method
        ? METHOD_IDENTITY
        : identityOfToken({ server, nowMs: simulation.nowMs }, token)
  const connect = ({ server: url, token }: ConnectionRequest): Connection => {
    if (url !== SERVER_URL) return { status: 'refused' }
    const identity = token === undefined ? undefined : identityOf(token)
    return identity === undefined ? { status: 'unauthorized' } : { status: 'connected', api: server, identity }
  }
  const kubectl = kubectlCommand({ connect, profile: profile.kubectl, yaml: reading?.yaml ?? createYamlReader() })
  const plainLines = reading?.plainLines ?? createPlainLines()
  const shellOf = (role: Role, uid: number): HostShell =>
    createHostShell(
      { simulation, programs: [kubectl], rng: rng.fork(`shell/${role}`), plainLines },
      { name: USER_NAMES[role], uid, token: tokens[role], ...(role === 'method' ? { namespace } : {}) },
      profile.host,
    )
  return {
    identity: sandboxIdentity(profile),
    clock: {
      // Inside, latencies are fractions; what leaves the world is whole.
      nowMs: () => Math.floor(simulation.nowMs()),
      sleep: (ms, signal) => {
        signal?.throwIfAborted()
        return simulation.run((flow) => flow.sleep(ms, signal))
      },
    },
    shells: { harness: shellOf('harness', 1001), method: shellOf('method', 1002) },
    audit: auditSince(server, server.audit.latest(), METHOD_IDENTITY.name),
    api: { server, tokens, identityOf },
    keep: () => {
      const kept = keepCluster(cluster)
      return 'late' in kept ? undefined : kept
    },
  }
}

const clusterOf = (
  rng: Rng,
  profile: SandboxProfile,
  reading: SharedReading | undefined,
  from: KeptCluster | undefined,
): SandboxCluster => {
  const startMs = from === undefined ? profile.startMs : from.atMs + SETTLING_MS
  const options = {
    rng,
    startMs,
    profile: profile.cluster,
    ...(reading === undefined ? {} : { schemas: reading.schemas }),
  }
  const kept = from ?? reading?.boot(profile.cluster, startMs)
  return kept === undefined ? createCluster(options) : resumeCluster(options, kept)
}

/** Such as a ServiceAccount's; it stands in a kubeconfig and opens this world only. */
const tokenFrom = (rng: Rng): string => Array.from({ length: 40 }, () => rng.int(0, 35).toString(36)).join('')
