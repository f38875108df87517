import { z } from 'zod'
import type { ClusterProfile, NodeProfile } from '../system/cluster-profile.ts'
import { DEFAULT_SANDBOX, type SandboxProfile } from '../world/sandbox-identity.ts'

const whole = z.int().positive()

/** What a cluster can do, as a file says it: κ(E). Whatever is left out is as usual. */
export const SandboxSettings = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  /** Version of the server. */
  kubernetes: z
    .string()
    .regex(/^v1\.\d+\.\d+$/, 'expected a version such as v1.32.13')
    .default(DEFAULT_SANDBOX.cluster.version),
  nodes: z
    .strictObject({ count: whole.max(200), cpu: whole.default(4), memory_gib: whole.default(16) })
    .prefault({ count: 3 }),
  metrics_server: z.boolean().default(true),
  /** `kinds`: only the definitions, nothing acts on them. */
  chaos_mesh: z.enum(['running', 'kinds', 'absent']).default('running'),
  /** What the restricted account may do in the app's namespace. */
  operator: z.enum(['edit', 'view']).default('edit'),
  /** Hard limits in the namespaces of apps. */
  quota: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .nullable()
    .default(null),
  /** Programs that the target host does not have, of those that are usual: `jq`, `awk`, `column`. */
  without_tools: z.array(z.string().regex(/^[a-z0-9-]+$/)).default([]),
  links: z
    .strictObject({
      /** From an operator to the target host and back, ms of cluster time. */
      round_trip_ms: z.number().nonnegative().default(DEFAULT_SANDBOX.host.roundTripMs),
      /** One request of the target's kubectl, ms of cluster time. */
      request_ms: z.number().nonnegative().default(DEFAULT_SANDBOX.kubectl.requestMs),
    })
    .prefault({}),
})
export type SandboxSettings = z.output<typeof SandboxSettings>

/** The world that settings describe; rights and quotas are set up in it once it is open. */
export const sandboxProfile = ({
  kubernetes,
  nodes,
  metrics_server: hasMetrics,
  chaos_mesh: chaosMesh,
  links,
  without_tools: withoutTools,
}: SandboxSettings): SandboxProfile => {
  const [first] = DEFAULT_SANDBOX.cluster.nodes
  if (first === undefined) throw new Error('the usual cluster has no node to copy')
  const cluster: ClusterProfile = {
    ...DEFAULT_SANDBOX.cluster,
    version: kubernetes,
    chaosMesh,
    nodes: Array.from({ length: nodes.count }, (_, index): NodeProfile => ({
      ...first,
      name: `node${index + 1}`,
      cpu: nodes.cpu,
      memoryKiB: nodes.memory_gib === 16 ? first.memoryKiB : nodes.memory_gib << 20,
      address: `10.240.0.${10 + index}`,
      podCidr: `10.244.${index}.0/24`,
    })),
    images: DEFAULT_SANDBOX.cluster.images.map((image) => image.replace(DEFAULT_SANDBOX.cluster.version, kubernetes)),
    ...(hasMetrics ? {} : { metrics: 'absent' }),
  }
  return {
    ...DEFAULT_SANDBOX,
    cluster,
    kubectl: { ...DEFAULT_SANDBOX.kubectl, serverVersion: kubernetes, requestMs: links.request_ms },
    host: {
      ...DEFAULT_SANDBOX.host,
      roundTripMs: links.round_trip_ms,
      ...(withoutTools.length === 0 ? {} : { withoutTools }),
    },
  }
}
