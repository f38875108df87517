import { z } from 'zod'
import { Duration } from './duration.ts'
import { Name } from './ids.ts'

const namespace = Name.default('default')
const path = z.string().min(1)

/** The simulated cluster of this package. */
export const SandboxCluster = z.strictObject({
  kind: z.literal('sandbox'),
  namespace: Name.default('opsskill-exp'),
  seed: z.int().default(0),
})

/** How to log in to a host; what is left out follows from `ssh_options`, from the cluster file, and from the user's OpenSSH configuration. */
const login = {
  user: z.string().min(1).optional(),
  identity_files: z.array(path).min(1).optional(),
  /** Environment variable with the passphrase of the identity files. */
  identity_passphrase_env: z.string().min(1).optional(),
  /** Socket of an agent; `none` for no agent. */
  agent: path.optional(),
}

/** A host on the way: `[user@]host[:port]`, or in full. The name may be one of the user's OpenSSH configuration. */
export const SshHost = z.union([
  z.string().min(1),
  z.strictObject({
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).optional(),
    known_hosts: path.optional(),
    ...login,
  }),
])
export type SshHost = z.output<typeof SshHost>

/** The second account on the target, where methods work: the harness's kubeconfig is out of its reach. */
export const MethodUser = z.union([z.string().min(1), z.strictObject({ ...login, user: z.string().min(1) })])
export type MethodUser = z.output<typeof MethodUser>

/** What trials on a cluster that others use too need to know. */
const shared = {
  /** Namespaces besides those of a trial whose objects must stay as they are. */
  protected_namespaces: z.array(z.string().min(1)).default(['default', 'kube-system']),
}

/** A cluster whose kubectl runs on a target host, behind jump hosts. The first six keys are those of the older format. */
export const SshCluster = z
  .strictObject({
    kind: z.literal('ssh').default('ssh'),
    jump_host: SshHost.optional(),
    target_host: SshHost,
    namespace,
    /** Despite its name a path: it is exported as KUBECONFIG on the target. */
    kube_context: path.optional(),
    ssh_options: z.array(z.string()).default([]),
    /** In the order of the way, instead of `jump_host`. */
    jump_hosts: z.array(SshHost).min(1).optional(),
    ...login,
    known_hosts: path.optional(),
    connect_timeout: Duration.optional(),
    /** Time between signs of life; three without an answer end the connection. */
    keepalive: Duration.optional(),
    /** How long to try to connect again after a loss; with several clusters in a sweep, the others take over then. */
    reconnect_within: Duration.default('2m'),
    /** Commands at a time over one connection, at most; the server's own limit is learned when it refuses. */
    channel_limit: z.int().min(1).optional(),
    method_user: MethodUser.optional(),
    ...shared,
  })
  .refine(({ jump_host, jump_hosts }) => jump_host === undefined || jump_hosts === undefined, {
    path: ['jump_hosts'],
    message: 'jump_host and jump_hosts say the same; keep one of them',
  })

/** kubectl on this machine. */
export const LocalCluster = z.strictObject({
  kind: z.literal('local'),
  namespace,
  kube_context: path.optional(),
  ...shared,
})

export const ClusterConfig = z.union([SandboxCluster, LocalCluster, SshCluster])
export type ClusterConfig = z.output<typeof ClusterConfig>
export type SshClusterConfig = z.output<typeof SshCluster>
/** A cluster that others use too. */
export type RealClusterConfig = Exclude<ClusterConfig, { readonly kind: 'sandbox' }>
