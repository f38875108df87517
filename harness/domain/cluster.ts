import { z } from 'zod'

const namespace = z.string().min(1).default('default')

/** The simulated cluster of this package. */
export const SandboxCluster = z.strictObject({
  kind: z.literal('sandbox'),
  namespace: z.string().min(1).default('opsskill-exp'),
  seed: z.int().default(0),
})

/** A cluster whose kubectl runs on a target host, behind a jump host. The keys are those of the older format. */
export const SshCluster = z.strictObject({
  kind: z.literal('ssh').default('ssh'),
  jump_host: z.string().min(1).optional(),
  target_host: z.string().min(1),
  namespace,
  /** Despite its name a path: it is exported as KUBECONFIG on the target. */
  kube_context: z.string().min(1).optional(),
  ssh_options: z.array(z.string()).default([]),
})

/** kubectl on this machine. */
export const LocalCluster = z.strictObject({
  kind: z.literal('local'),
  namespace,
  kube_context: z.string().min(1).optional(),
})

export const ClusterConfig = z.union([SandboxCluster, LocalCluster, SshCluster])
export type ClusterConfig = z.output<typeof ClusterConfig>
export type SshClusterConfig = z.output<typeof SshCluster>
