import type { Store } from '../processes/files/store.ts'
import type { Listener } from '../processes/types.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { type ContainerRuntime, createContainerRuntime } from './container-runtime.ts'
import { createDisturbances, type Disturbances } from './disturbances.ts'

/** A pod on its node. */
export interface PodRuntime {
  readonly uid: string
  readonly node: string
  /** As the kubelet last saw it. */
  pod: StoredPod
  /** Empty until the sandbox exists. */
  ip: string
  /** In order: init containers, then containers. */
  readonly containers: readonly ContainerRuntime[]
  /** Debugging containers, in the order in which they came. */
  readonly ephemeral: ContainerRuntime[]
  startTimeMs: number
  /** Why it was evicted. */
  evicted: string | undefined
  /** Ports on which its processes listen. */
  readonly listeners: Map<number, Listener>
  /** What is mounted into its containers, by the name of the volume. */
  readonly volumes: Map<string, Store>
  readonly disturbances: Disturbances
}

export const createPodRuntime = (pod: StoredPod, nowMs: number): PodRuntime => ({
  uid: pod.metadata.uid,
  node: pod.spec?.nodeName ?? '',
  pod,
  ip: '',
  containers: [
    ...(pod.spec?.initContainers ?? []).map((spec) => createContainerRuntime(spec, true)),
    ...(pod.spec?.containers ?? []).map((spec) => createContainerRuntime(spec, false)),
  ],
  ephemeral: [],
  startTimeMs: nowMs,
  evicted: undefined,
  listeners: new Map(),
  volumes: new Map(),
  disturbances: createDisturbances(),
})

export const containerOf = (runtime: PodRuntime, name: string): ContainerRuntime | undefined =>
  allContainers(runtime).find((container) => container.name === name)

/** With the debugging ones. */
export const allContainers = ({ containers, ephemeral }: PodRuntime): readonly ContainerRuntime[] =>
  ephemeral.length === 0 ? containers : [...containers, ...ephemeral]
