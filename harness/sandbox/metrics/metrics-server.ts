import type { Rng } from '../../ports/rng.ts'
import type { KubeObject } from '../api/types/object.ts'
import type { ResourceDefinition, VirtualSource } from '../api/types/resource.ts'
import type { Control } from '../controllers/base/control.ts'
import { timestamp } from '../controllers/base/timestamp.ts'
import type { Instance } from '../kubelet/instance.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import type { PodRuntime } from '../kubelet/pod-runtime.ts'
import { averageCpuMilli, memoryBytesAt } from './usage-between.ts'

/**
 * Serves `metrics.k8s.io` as metrics-server does: every 15 s it asks the kubelets, and answers with the averages between the last two
 * rounds. New pods are missing, deleted ones stay until the next round; nodes without a working kubelet are missing. Computed when somebody asks.
 */
export const serveMetrics = (control: Control, kubelets: Kubelets): void => {
  const { simulation, server, informers } = control
  const rng = control.rng.fork('metrics-server')
  const phaseMs = rng.int(0, ROUND_MS - 1)

  const lastRoundMs = (): number => {
    const nowMs = simulation.nowMs()
    return nowMs - ((((nowMs - phaseMs) % ROUND_MS) + ROUND_MS) % ROUND_MS)
  }

  const podsAt = (roundMs: number): PodRuntime[] => [
    ...[...kubelets.pods()].filter(({ node }) => kubelets.isOn(node)),
    ...kubelets.departed().flatMap(({ runtime, atMs }) => (atMs > roundMs ? [runtime] : [])),
  ]

  const podMetrics = (runtime: PodRuntime, roundMs: number): KubeObject | undefined => {
    const containers: object[] = []
    for (const container of runtime.containers.filter(({ isInit }) => !isInit)) {
      const instance = [container.instance, container.previous].find((candidate) => isRunningAt(candidate, roundMs))
      if (instance === undefined || roundMs - instance.startedAtMs < YOUNGEST_MS) return undefined
      containers.push({
        name: container.name,
        usage: usageText(usageOf(instance, roundMs, rng.fork(`${instance.id}/${roundMs}`))),
      })
    }
    if (containers.length === 0) return undefined
    const { name, namespace, labels } = runtime.pod.metadata
    return metricsObject('PodMetrics', { name, namespace, labels }, roundMs, { containers })
  }

  const nodeMetrics = (name: string, roundMs: number): KubeObject | undefined => {
    const node = informers.nodes.get(undefined, name)
    if (node === undefined || !kubelets.isOn(name)) return undefined
    const chance = rng.fork(`${name}/${roundMs}`)
    const use = { cpuMilli: 70 + chance.float() * 40, memoryBytes: (780 + chance.float() * 20) * 1024 ** 2 }
    for (const runtime of podsAt(roundMs)) {
      if (runtime.node !== name) continue
      for (const { instance } of runtime.containers) {
        if (!isRunningAt(instance, roundMs)) continue
        const { cpuMilli, memoryBytes } = usageOf(instance, roundMs, chance)
        use.cpuMilli += cpuMilli
        use.memoryBytes += memoryBytes
      }
    }
    return metricsObject('NodeMetrics', { name, labels: node.metadata.labels }, roundMs, { usage: usageText(use) })
  }

  const pods: VirtualSource = {
    get: (namespace, name) => {
      const roundMs = lastRoundMs()
      const runtime = podsAt(roundMs).find(
        ({ pod }) => pod.metadata.namespace === namespace && pod.metadata.name === name,
      )
      return runtime === undefined ? undefined : podMetrics(runtime, roundMs)
    },
    list: (namespace) => {
      const roundMs = lastRoundMs()
      return podsAt(roundMs)
        .filter(({ pod }) => namespace === undefined || pod.metadata.namespace === namespace)
        .flatMap((runtime) => podMetrics(runtime, roundMs) ?? [])
        .sort(byName)
    },
  }
  const nodes: VirtualSource = {
    get: (_, name) => nodeMetrics(name, lastRoundMs()),
    list: () =>
      Array.from(informers.nodes.all())
        .flatMap((node) => nodeMetrics(node.metadata.name, lastRoundMs()) ?? [])
        .sort(byName),
  }
  server.register(definition('pods', 'PodMetrics', true, pods))
  server.register(definition('nodes', 'NodeMetrics', false, nodes))
}

const ROUND_MS = 15_000
/** A container younger than this at the time of the round has no rate yet. */
const YOUNGEST_MS = 10_000

const isRunningAt = (instance: Instance | undefined, atMs: number): instance is Instance =>
  instance !== undefined &&
  instance.table !== undefined &&
  instance.startedAtMs <= atMs &&
  (instance.exit === undefined || instance.exit.atMs > atMs)

interface Use {
  cpuMilli: number
  memoryBytes: number
}

const usageOf = (instance: Instance, roundMs: number, chance: Rng): Use => {
  const fromMs = Math.max(roundMs - ROUND_MS, instance.startedAtMs)
  const served = instance.work.reduce(
    (sum, { atMs, cpuMs }) => (atMs > fromMs && atMs <= roundMs ? sum + cpuMs : sum),
    0,
  )
  const average =
    averageCpuMilli(instance, fromMs, roundMs) + (roundMs > fromMs ? (served * 1000) / (roundMs - fromMs) : 0)
  const spread = average > 20 ? 0.006 : 0.3
  return {
    cpuMilli: average * (1 - spread + chance.float() * spread * 1.2),
    memoryBytes: memoryBytesAt(instance, roundMs) * (0.99 + chance.float() * 0.012),
  }
}

const usageText = ({ cpuMilli, memoryBytes }: Use) => ({
  cpu: cpuMilli === 0 ? '0' : `${Math.round(cpuMilli * 1_000_000)}n`,
  memory: `${Math.round(memoryBytes / 1024)}Ki`,
})

const metricsObject = (
  kind: string,
  metadata: {
    readonly name: string
    readonly namespace?: string | undefined
    readonly labels?: Readonly<Record<string, string>> | undefined
  },
  roundMs: number,
  fields: object,
): KubeObject =>
  ({
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind,
    metadata: {
      name: metadata.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      creationTimestamp: timestamp(roundMs),
    },
    timestamp: timestamp(roundMs),
    window: '15s',
    ...fields,
  }) as unknown as KubeObject

const byName = (a: KubeObject, b: KubeObject): number => {
  const left = `${a.metadata.namespace ?? ''}/${a.metadata.name}`
  const right = `${b.metadata.namespace ?? ''}/${b.metadata.name}`
  return left < right ? -1 : left > right ? 1 : 0
}

const definition = (plural: string, kind: string, namespaced: boolean, source: VirtualSource): ResourceDefinition => ({
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  plural,
  singular: '',
  kind,
  shortNames: [],
  categories: [],
  namespaced,
  verbs: ['get', 'list'],
  subresources: {},
  generations: false,
  strategy: {},
  source,
  custom: false,
})
