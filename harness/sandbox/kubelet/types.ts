import type { ApiClient } from '../api/types/api-client.ts'
import type { ExecOptions, ExecResult } from '../api/types/connect.ts'
import type { Flow, Simulation } from '../engine/types.ts'
import type { EventRecorder } from '../controllers/base/event-recorder.ts'
import type { ImageBehaviour } from '../images/types.ts'
import type { Informers } from '../controllers/base/informers.ts'
import type { Store } from '../processes/files/store.ts'
import type { Wire } from '../processes/wire.ts'
import type { Rng } from '../../ports/rng.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import type { PodRuntime } from './pod-runtime.ts'
import type { ServiceVariables } from './service-variables.ts'

/** A command inside a running container: the shell of the containers implements it. */
export type ContainerExec = (
  flow: Flow,
  target: ContainerTarget,
  options: Pick<ExecOptions, 'command' | 'stdin' | 'talk'>,
) => Promise<ExecResult>

/** A running container as a command inside sees it. */
export interface ContainerTarget {
  readonly runtime: PodRuntime
  readonly container: ContainerRuntime
  /** Environment of its process. */
  readonly env: Readonly<Record<string, string>>
}

/** Delay that the network of a pod adds to each packet it sends towards the node, in ms. */
export type EgressDelay = (podUid: string) => number

/** What the kubelet of one node works with. */
export interface NodeAgent {
  readonly name: string
  readonly ip: string
  readonly simulation: Simulation
  readonly client: ApiClient
  readonly informers: Informers
  readonly services: ServiceVariables
  readonly events: EventRecorder
  /** Whether the kubelet works; without it, containers run on. */
  isOn: boolean
  readonly rng: Rng
  readonly egressDelayMs: EgressDelay
  /** The network as the containers of a pod reach it. */
  readonly wireOf: (runtime: PodRuntime) => Wire
  /** Volumes of claims, by the claim's uid. */
  readonly claims: Map<string, Store>
  readonly standIns: readonly ImageBehaviour[]
  /** Version of control groups. */
  readonly cgroups: 1 | 2
  /** Images on the node, by canonical name. */
  readonly images: Set<string>
  readonly newAddress: () => string
  /** An address of the node's range is in use: the next one is a later one. */
  readonly keepAddress: (ip: string) => void
  /** Ms until the kubelet next lists its runtime (once a second). */
  readonly relistInMs: () => number
  /** The first full second of the node's work queue that is at least `ms` away, as a delay. */
  readonly workInMs: (ms: number) => number
}
