import type { Control } from '../controllers/base/control.ts'
import type { StoredPod } from '../controllers/base/pods.ts'
import { isFinished } from '../controllers/base/pods.ts'
import { isUp } from './adopt-pod.ts'
import { containerOf, type PodRuntime } from './pod-runtime.ts'
import { createNodeAgent } from './node-agent.ts'
import { reportNode } from './report-node.ts'
import { isRunning, type Stress } from './instance.ts'
import { type PodWorker, startPodWorker } from './pod-worker.ts'
import { endInstance, setStress } from './run-instance.ts'
import { createServiceVariables } from './service-variables.ts'
import type { NodeAgent } from './types.ts'

/** The kubelets of all nodes: what runs where, and ways to reach into it. */
export interface Kubelets {
  readonly podOf: (uid: string) => PodRuntime | undefined
  readonly podAt: (ip: string) => PodRuntime | undefined
  readonly pods: () => Iterable<PodRuntime>
  /** Pods that have gone within the last minute, with the time of their end. */
  readonly departed: () => readonly { readonly runtime: PodRuntime; readonly atMs: number }[]
  /** Loads a running container from outside, or unloads it; nothing happens when it does not run. */
  readonly stress: (podUid: string, container: string, id: string, stress: Stress | undefined) => void
  /** Ends the current run of a container, as a signal does. @returns whether it was running */
  readonly kill: (podUid: string, container: string, exitCode: number) => boolean
  /** The kubelet of a node ends: it reports nothing, does nothing and answers nobody, while its containers run on. */
  readonly stop: (node: string) => void
  /** It works again: it reports, and catches up with what it missed. */
  readonly start: (node: string) => void
  /** Whether the kubelet of a node works. */
  readonly isOn: (node: string) => boolean
  /** Tells that something in or around a pod changed that its probes may notice. */
  readonly disturb: (podUid: string) => void
}

/** Starts a kubelet on every node; nodes that join later get theirs. */
export const startKubelets = (
  control: Control,
  {
    cgroupsOf,
    ...outside
  }: Pick<NodeAgent, 'egressDelayMs' | 'wireOf'> & { readonly cgroupsOf: (node: string) => 1 | 2 },
): Kubelets => {
  const { informers, simulation } = control
  let departed: { readonly runtime: PodRuntime; readonly atMs: number }[] = []
  const claims: NodeAgent['claims'] = new Map()
  const shared = { ...outside, claims, services: createServiceVariables(informers) }
  const agents = new Map<string, NodeAgent>()
  const workers = new Map<string, PodWorker>()
  /** Pods by the address under which they were last looked for. */
  const found = new Map<string, PodRuntime>()

  const agentOf = (name: string): NodeAgent | undefined => {
    const known = agents.get(name)
    if (known !== undefined) return known
    const node = informers.nodes.get(undefined, name)
    if (node === undefined) return undefined
    const agent = createNodeAgent(control, node, { ...shared, cgroups: cgroupsOf(name) })
    agents.set(name, agent)
    return agent
  }

  const adopt = (pod: StoredPod): void => {
    const agent = agentOf(pod.spec?.nodeName ?? '')
    if (agent?.isOn !== true || isFinished(pod)) return
    const worker = startPodWorker(agent, pod)
    workers.set(pod.metadata.uid, worker)
    if (pod.metadata.deletionTimestamp !== undefined) worker.update(pod)
  }

  /** What a pod is made of has to be known before it is taken over: every informer has listed by then. */
  const resume = ({ metadata }: StoredPod): void => {
    const pod = informers.pods.get(metadata.namespace, metadata.name)
    if (pod?.metadata.uid === metadata.uid && !workers.has(metadata.uid)) adopt(pod)
  }

  informers.pods.onChange(({ type, object }) => {
    const worker = workers.get(object.metadata.uid)
    if (worker !== undefined && !isOn(worker.runtime.node)) return
    if (type === 'DELETED') {
      if (worker !== undefined) drop(worker)
    } else if (worker !== undefined) worker.update(object)
    else if (isUp(object)) simulation.schedule(0, () => resume(object))
    else if ((object.spec?.nodeName ?? '') !== '') adopt(object)
  })
  informers.nodes.onChange(({ type, object }) => {
    if (type !== 'ADDED') return
    for (const pod of informers.pods.all()) {
      if (pod.spec?.nodeName === object.metadata.name && !workers.has(pod.metadata.uid)) adopt(pod)
    }
  })

  const drop = (worker: PodWorker): void => {
    workers.delete(worker.runtime.uid)
    worker.drop()
    departed = [...recent(), { runtime: worker.runtime, atMs: simulation.nowMs() }]
  }

  const isOn = (node: string): boolean => agents.get(node)?.isOn !== false

  const start = (node: string): void => {
    const agent = agentOf(node)
    if (agent === undefined || agent.isOn) return
    agent.isOn = true
    control.server.beats.start(node)
    reportNode(agent)
    for (const worker of [...workers.values()].filter(({ runtime }) => runtime.node === node)) {
      const { namespace, name, uid } = worker.runtime.pod.metadata
      const pod = informers.pods.get(namespace, name)
      if (pod?.metadata.uid === uid) worker.wake(pod)
      else drop(worker)
    }
    for (const pod of informers.pods.all()) {
      if (pod.spec?.nodeName === node && !workers.has(pod.metadata.uid)) adopt(pod)
    }
  }

  const recent = () => departed.filter(({ atMs }) => atMs > simulation.nowMs() - DEPARTED_MS)

  const podAt = (ip: string): PodRuntime | undefined => {
    const known = found.get(ip)
    if (known?.ip === ip && workers.get(known.uid)?.runtime === known) return known
    for (const { runtime } of workers.values()) {
      if (runtime.ip !== ip || runtime.pod.spec?.hostNetwork === true) continue
      found.set(ip, runtime)
      return runtime
    }
    found.delete(ip)
    return undefined
  }

  const runtimes = (): PodRuntime[] => Array.from(workers.values(), ({ runtime }) => runtime)

  return {
    podOf: (uid) => workers.get(uid)?.runtime,
    podAt,
    pods: runtimes,
    departed: recent,
    stress: (podUid, name, id, stress) => {
      const worker = workers.get(podUid)
      const container = worker === undefined ? undefined : containerOf(worker.runtime, name)
      if (worker === undefined || container === undefined) return
      setStress(worker.run, container, id, stress)
      worker.disturb()
    },
    kill: (podUid, name, exitCode) => {
      const worker = workers.get(podUid)
      const container = worker === undefined ? undefined : containerOf(worker.runtime, name)
      if (worker === undefined || container === undefined || !isRunning(container.instance)) return false
      endInstance(worker.run, container, container.instance, {
        exitCode,
        reason: exitCode === 0 ? 'Completed' : 'Error',
      })
      return true
    },
    stop: (node) => {
      const agent = agentOf(node)
      if (agent === undefined) return
      agent.isOn = false
      control.server.beats.stop(node)
    },
    start,
    isOn,
    disturb: (podUid) => workers.get(podUid)?.disturb(),
  }
}

const DEPARTED_MS = 60_000
