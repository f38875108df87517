import type { Rng } from '../ports/rng.ts'
import { createApiServer } from './api/create-api-server.ts'
import { systemIdentity } from './api/identities.ts'
import type { SchemaSource } from './api/schema/load-schemas.ts'
import { resources } from './api/resources.ts'
import type { ApiClient } from './api/types/api-client.ts'
import type { ApiServer } from './api/types/api-server.ts'
import type { StoredState } from './api/types/stored-state.ts'
import { installChaosKinds, startChaosMesh } from './chaos/start-chaos-mesh.ts'
import { createInformers } from './controllers/base/informers.ts'
import type { Control } from './controllers/base/control.ts'
import { isFinished, type StoredPod } from './controllers/base/pods.ts'
import { EVENT_TTL_MS } from './controllers/events/event-expiry.ts'
import { startControllers } from './controllers/start-controllers.ts'
import { createSimulation } from './engine/create-simulation.ts'
import type { Simulation } from './engine/types.ts'
import { listenerAt } from './kubelet/answer.ts'
import { isUp } from './kubelet/adopt-pod.ts'
import { keepLogs, type KeptLogs, takeUpLogs } from './kubelet/kept-logs.ts'
import { type Kubelets, startKubelets } from './kubelet/kubelets.ts'
import { createPodConnector } from './kubelet/pod-connector.ts'
import type { PodRuntime } from './kubelet/pod-runtime.ts'
import { nameServerOf } from './kubelet/resolv-conf.ts'
import type { ContainerExec } from './kubelet/types.ts'
import { serveMetrics } from './metrics/metrics-server.ts'
import { createNetworkEffects } from './network/network-effects.ts'
import { createNetwork } from './network/create-network.ts'
import type { Network } from './network/types.ts'
import type { Wire } from './processes/wire.ts'
import { startScheduler } from './scheduler/scheduler.ts'
import type { ClusterProfile } from './system/cluster-profile.ts'
import { noteNodeStarts } from './system/node-events.ts'
import { renewNodes, withOwnBeats } from './system/node-leases.ts'
import { registerNodes } from './system/nodes.ts'
import { installSystem } from './system/system-workloads.ts'

/** A simulated cluster, in steady state, with nothing in it but its own parts. */
export interface SandboxCluster {
  readonly simulation: Simulation
  readonly server: ApiServer
  readonly kubelets: Kubelets
  readonly network: Network
  /** Sets the shell in which commands inside containers run; before that, `pods/exec` and `pods/log` answer 503. */
  readonly connectContainers: (exec: ContainerExec) => void
  readonly profile: ClusterProfile
}

export interface ClusterOptions {
  /** All chance of the cluster comes from here. */
  readonly rng: Rng
  /** Virtual time at which the cluster is handed over, epoch ms; its own parts are `profile.ageMs` older. */
  readonly startMs: number
  readonly profile: ClusterProfile
  /** The built-in types, which clusters may share. Default: its own. */
  readonly schemas?: SchemaSource
}

/** Boots a cluster: its nodes join, its parts are installed and come up, and time passes until it is handed over. */
export const createCluster = (options: ClusterOptions): SandboxCluster => {
  const { startMs, profile } = options
  const cluster = startParts(options, { atMs: startMs - profile.ageMs })
  install(cluster, options)
  cluster.simulation.advance(startMs - cluster.simulation.nowMs())
  renewNodes(setup(cluster.server), options.rng.fork('heartbeats'), startMs)
  return cluster
}

/** What a cluster stored at one moment. Any number of clusters go on from it. */
export interface KeptCluster {
  readonly state: StoredState
  readonly atMs: number
  readonly logs: KeptLogs
}

/**
 * What a cluster stores now, for clusters that go on from it.
 * @returns the name of a pod instead that is on its way up or down: only what is up can be taken over
 */
export const keepCluster = ({
  server,
  simulation,
  kubelets,
}: SandboxCluster): KeptCluster | { readonly late: string } => {
  const pods = server.snapshot([{ resource: resources.pods }]) as readonly StoredPod[]
  const late = pods.find((pod) => !isFinished(pod) && (!isUp(pod) || pod.metadata.deletionTimestamp !== undefined))
  if (late !== undefined) return { late: late.metadata.name }
  const state = server.state()
  // Owners that nobody has read yet hold the versions before, and with them the cluster that stored them.
  for (const { object } of state.objects) void object.metadata.managedFields?.length
  return { state, atMs: simulation.nowMs(), logs: keepLogs(kubelets) }
}

/**
 * Boots a cluster and keeps what it stored.
 * @throws {Error} for a profile whose pods are not all up by then
 */
export const bootCluster = (options: ClusterOptions): KeptCluster => {
  const { startMs, profile } = options
  const atMs = startMs - Math.min(SETTLING_MS, profile.ageMs / 2)
  const cluster = startParts(options, { atMs: startMs - profile.ageMs })
  install(cluster, options)
  cluster.simulation.advance(atMs - cluster.simulation.nowMs())
  renewNodes(setup(cluster.server), options.rng.fork('heartbeats'), atMs)
  const kept = keepCluster(cluster)
  if ('late' in kept) throw new Error(`pod ${kept.late} is not up when the cluster was to be handed over`)
  return kept
}

/**
 * A cluster that goes on from where another was left, as after a restart of all its parts: they find what is stored, and kubelets take
 * over the pods that are up. Everything that happens from then on has its chance from `rng`.
 */
export const resumeCluster = (options: ClusterOptions, kept: KeptCluster): SandboxCluster => {
  const { rng, startMs } = options
  const { atMs, state, logs } = kept
  const cluster = startParts(options, { atMs, from: withOwnBeats(state, rng.fork('heartbeats'), atMs) })
  cluster.simulation.advance(startMs - atMs)
  takeUpLogs(cluster.kubelets, logs, atMs)
  return cluster
}

/** From the restart of a cluster's parts to its handover, ms: what they do at their start is over by then, and metrics are there. */
export const SETTLING_MS = 60_000

interface Beginning {
  readonly atMs: number
  readonly from?: StoredState
}

/** Composes API server, controllers, scheduler, kubelets, network, metrics and Chaos Mesh on one virtual clock. */
const startParts = ({ rng, startMs, profile, schemas }: ClusterOptions, { atMs, from }: Beginning): SandboxCluster => {
  const simulation = createSimulation({ startMs: atMs })
  const server = createApiServer({
    simulation,
    rng: rng.fork('api'),
    ...(schemas === undefined ? {} : { schemas }),
    ...(from === undefined ? {} : { from }),
  })
  const informers = createInformers(server)
  const control: Control = {
    simulation,
    server,
    informers,
    rng,
    eventsFromMs: startMs - EVENT_TTL_MS,
    standIns: profile.standIns ?? [],
  }
  startControllers(control)
  startScheduler(control)
  const effects = createNetworkEffects(simulation)
  const wireOf = (runtime: PodRuntime): Wire => ({
    request: (request, requestMs) => network.request(runtime, request, requestMs),
    lookup: (host, isPlain) => network.lookup(runtime, host, isPlain),
    nameServer: () => nameServerOf(runtime.pod),
  })
  const cgroupsOf = (node: string): 1 | 2 => profile.nodes.find(({ name }) => name === node)?.cgroups ?? 2
  const kubelets = startKubelets(control, { egressDelayMs: effects.toNodeMs, wireOf, cgroupsOf })
  const network = createNetwork({ control, kubelets, effects })
  server.connectReviews(({ address, port }, object) => {
    const runtime = kubelets.podAt(address)
    return runtime === undefined ? undefined : listenerAt(runtime, port)?.server.review?.(object)
  })
  if (profile.metrics !== 'absent') serveMetrics(control, kubelets)
  if (from === undefined && profile.chaosMesh !== 'absent') installChaosKinds(setup(server))
  if (profile.chaosMesh === 'running') startChaosMesh(control, kubelets, effects)
  const connectContainers = (exec: ContainerExec): void =>
    server.connectPods(createPodConnector({ kubelets, informers, simulation, exec }))
  return { simulation, server, kubelets, network, profile, connectContainers }
}

const setup = (server: ApiServer): ApiClient =>
  server.as({ user: systemIdentity('system:kube-setup'), fieldManager: 'kubeadm' })

const install = ({ simulation, server }: SandboxCluster, { rng, startMs, profile }: ClusterOptions): void => {
  const client = setup(server)
  const eventsFromMs = startMs - EVENT_TTL_MS
  registerNodes(client, profile, rng.fork('nodes'), simulation.nowMs())
  noteNodeStarts({ simulation, client, rng: rng.fork('node-events'), eventsFromMs }, profile)
  installSystem(client, profile)
}
