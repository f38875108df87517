import type { OpenSshHosts } from './open-ssh-hosts.ts'

export interface OpenSshClusterOptions {
  /** Path on the target of the harness's kubeconfig. */
  readonly kubeconfig: string
  readonly namespace: string
  /** Whether methods get the second account, where the machine can give one. */
  readonly hasMethodUser?: boolean
}

/** A cluster file that leads through both OpenSSH servers. */
export const openSshCluster = (
  { jump, target, user, identity, methodIdentity, knownHosts }: OpenSshHosts,
  { kubeconfig, namespace, hasMethodUser = true }: OpenSshClusterOptions,
) => ({
  kind: 'ssh',
  jump_hosts: [{ host: '127.0.0.1', port: jump.port }],
  target_host: { host: '127.0.0.1', port: target.port },
  user,
  identity_files: [identity],
  agent: 'none',
  known_hosts: knownHosts,
  namespace,
  kube_context: kubeconfig,
  ...(hasMethodUser && methodIdentity !== undefined ? { method_user: { user, identity_files: [methodIdentity] } } : {}),
})
