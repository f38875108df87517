import { z } from 'zod'
import { mustRead } from '../pipeline/must-run.ts'
import type { Clock } from '../ports/clock.ts'
import type { CapabilityProfile } from '../ports/components.ts'
import type { Shell } from '../ports/shell.ts'
import { capabilityProbe } from '../runner/probe-capabilities.ts'
import { type Latency, readLatency } from './measure-latency.ts'
import { readChaosVersion } from './read-identity.ts'

/** κ(E) of a cluster, and what else tells environments apart. */
export interface ClusterProfile {
  readonly kubernetesVersion: string | null
  readonly chaosMeshImage: string
  readonly nodes: readonly {
    readonly name: string
    readonly cpu: string
    readonly memory: string
    readonly kubeletVersion: string
    readonly containerRuntime: string
  }[]
  readonly capabilities: CapabilityProfile
  readonly latency: Latency
}

export const readProfile = async (
  { harness, clock }: { readonly harness: Shell; readonly clock: Clock },
  namespace: string,
): Promise<ClusterProfile> => {
  const card = {
    name: 'profile',
    intent: 'Say what this environment lets an operator do.',
    namespace,
    scope: { allow: [] },
  }
  const capabilities = await capabilityProbe.probe({ card, shell: harness })
  const { items } = Nodes.parse(await mustRead(harness, 'kubectl get nodes -o json'))
  return {
    kubernetesVersion: capabilities.kubernetesVersion,
    chaosMeshImage: await readChaosVersion(harness),
    nodes: items.map(({ metadata, status: { capacity, nodeInfo } }) => ({
      name: metadata.name,
      cpu: capacity.cpu,
      memory: capacity.memory,
      kubeletVersion: nodeInfo.kubeletVersion,
      containerRuntime: nodeInfo.containerRuntimeVersion,
    })),
    capabilities,
    latency: await readLatency({ harness, clock }),
  }
}

const Nodes = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string() }),
      status: z.looseObject({
        capacity: z.looseObject({ cpu: z.string(), memory: z.string() }),
        nodeInfo: z.looseObject({ kubeletVersion: z.string(), containerRuntimeVersion: z.string() }),
      }),
    }),
  ),
})
