import { z } from 'zod'
import type { SandboxSettings } from '../../sandbox/profiles/sandbox-settings.ts'

/** What `opsskill cluster profile` writes, as far as a sandbox can be like it. */
const Profile = z.looseObject({
  kubernetesVersion: z.string(),
  chaosMeshImage: z.string(),
  nodes: z.array(z.looseObject({ cpu: z.string(), memory: z.string() })).min(1),
  capabilities: z.looseObject({ metrics: z.boolean() }),
  latency: z.looseObject({ commandMs: z.number(), kubectlMs: z.number() }),
})

/**
 * The settings of a sandbox like a real cluster: version, number and size of nodes (that of the first stands for all), metrics, Chaos Mesh and
 * the time that commands take. @returns undefined for a document that is no cluster's profile
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
      cpu: Math.max(1, Math.round(coresOf(first?.cpu ?? ''))),
      memory_gib: Math.max(1, Math.round(gibOf(first?.memory ?? ''))),
    },
    metrics_server: capabilities.metrics,
    chaos_mesh: chaosMeshImage === '' ? 'absent' : 'running',
    links: { round_trip_ms: latency.commandMs, request_ms: Math.max(0, latency.kubectlMs - latency.commandMs) },
  }
}

const coresOf = (text: string): number => (text.endsWith('m') ? Number.parseFloat(text) / 1000 : Number(text))

const GIB_OF = { Ki: 2 ** -20, Mi: 2 ** -10, Gi: 1, Ti: 2 ** 10, '': 2 ** -30 }

const gibOf = (text: string): number => {
  const [, number = '', unit = ''] = /^(\d+)(Ki|Mi|Gi|Ti)?$/.exec(text) ?? []
  return Number(number) * GIB_OF[unit as keyof typeof GIB_OF]
}
