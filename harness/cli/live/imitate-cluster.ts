import { z } from 'zod'
import { milliValue, unitValue } from '../../sandbox/api/quantity.ts'
import type { SandboxSettings } from '../../sandbox/profiles/sandbox-settings.ts'

const Node = z.looseObject({ cpu: z.string(), memory: z.string() })

/** What `opsskill cluster profile` writes, as far as a sandbox can be like it. */
const Profile = z.looseObject({
  kubernetesVersion: z.string(),
  chaosMeshImage: z.string(),
  nodes: z.tuple([Node], Node),
  capabilities: z.looseObject({ metrics: z.boolean() }),
  latency: z.looseObject({ commandMs: z.number(), kubectlMs: z.number() }),
})

/**
 * The settings of a sandbox like a real cluster: version, number and size of nodes (that of the first stands for all), metrics, Chaos Mesh and
 * the time that commands take. @returns undefined for a document that is no cluster's profile
 * @throws {RangeError} where the size of a node is no quantity
 */
export const imitateCluster = (document: unknown, file: string): z.input<typeof SandboxSettings> | undefined => {
  const read = Profile.safeParse(document)
  if (!read.success) return undefined
  const { kubernetesVersion, chaosMeshImage, nodes, capabilities, latency } = read.data
  const [first] = nodes
  return {
    name: file,
    description: `Like the cluster of ${file}.`,
    // k3s and clouds put a word of their own behind the version.
    kubernetes: /^v\d+\.\d+\.\d+/.exec(kubernetesVersion)?.[0] ?? kubernetesVersion,
    nodes: {
      count: nodes.length,
      cpu: Math.max(1, Math.round(milliValue(first.cpu) / 1000)),
      memory_gib: Math.max(1, Math.round(unitValue(first.memory) / 2 ** 30)),
    },
    metrics_server: capabilities.metrics,
    chaos_mesh: chaosMeshImage === '' ? 'absent' : 'running',
    links: { round_trip_ms: latency.commandMs, request_ms: Math.max(0, latency.kubectlMs - latency.commandMs) },
  }
}
