import type { Rng } from '../ports/rng.ts'
import { createApiServer } from './api/create-api-server.ts'
import { systemIdentity } from './api/identities.ts'
import type { SchemaSource } from './api/schema/load-schemas.ts'
import type { ApiServer } from './api/types/api-server.ts'
import { installChaosKinds, startChaosMesh } from './chaos/start-chaos-mesh.ts'
import { createInformers } from './controllers/base/informers.ts'
import type { Control } from './controllers/base/control.ts'
import { EVENT_TTL_MS } from './controllers/events/event-expiry.ts'
import { startControllers } from './controllers/start-controllers.ts'
import { createSimulation } from './engine/create-simulation.ts'
import type { Simulation } from './engine/types.ts'
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
import { renewNodes } from './system/node-leases.ts'
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

/** Composes API server, controllers, scheduler, kubelets, network, metrics and Chaos Mesh on one virtual clock. */
export const createCluster = ({ rng, startMs, profile, schemas }: ClusterOptions): SandboxCluster => {
  const simulation = createSimulation({ startMs: startMs - profile.ageMs })
  const server = createApiServer({ simulation, rng: rng.fork('api'), ...(schemas === undefined ? {} : { schemas }) })
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
  const effects = createNetworkEffects()
  const wireOf = (runtime: PodRuntime): Wire => ({
    request: (request, atMs) => network.request(runtime, request, atMs),
    lookup: (host, isPlain) => network.lookup(runtime, host, isPlain),
    nameServer: () => nameServerOf(runtime.pod),
  })
  const kubelets = startKubelets(control, effects.toNodeMs, wireOf)
  const network = createNetwork({ control, kubelets, effects })
  serveMetrics(control, kubelets)
  const admin = server.as({ user: systemIdentity('system:kube-setup'), fieldManager: 'kubeadm' })
  if (profile.chaosMesh !== 'absent') installChaosKinds(admin)
  if (profile.chaosMesh === 'running') startChaosMesh(control, kubelets, effects)
  registerNodes(admin, profile, rng.fork('nodes'), simulation.nowMs())
  noteNodeStarts(
    { simulation, client: admin, rng: rng.fork('node-events'), eventsFromMs: control.eventsFromMs },
    profile,
  )
  installSystem(admin, profile)
  simulation.advance(startMs - simulation.nowMs())
  renewNodes(admin, rng.fork('heartbeats'), startMs)
  const connectContainers = (exec: ContainerExec): void =>
    server.connectPods(createPodConnector({ kubelets, informers, simulation, exec }))
  return { simulation, server, kubelets, network, profile, connectContainers }
}
