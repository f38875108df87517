import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { kubeconfigFor } from '../../sandbox/http/kubeconfig.ts'
import type { LiveSandbox } from './start-live-sandbox.ts'

/** The files with which people and programs of this machine reach a sandbox, by what they are for. */
export const FILES = {
  sshConfig: 'ssh_config',
  knownHosts: 'known_hosts',
  harnessKey: 'id_harness',
  operatorKey: 'id_operator',
  harnessKubeconfig: 'kubeconfig-harness.yaml',
  operatorKubeconfig: 'kubeconfig-operator.yaml',
  cluster: 'cluster.yaml',
  operatorCluster: 'cluster-operator.yaml',
} as const

/** Writes them, readable by this user alone. */
export const writeAccessFiles = (folder: string, { hosts, http, world, namespace }: LiveSandbox): void => {
  const at = (name: string): string => join(folder, name)
  const { jump, target, logins } = hosts
  const texts: Readonly<Record<keyof typeof FILES, string>> = {
    harnessKey: logins.harness.privateKey,
    operatorKey: logins.method.privateKey,
    knownHosts: [jump, target].map(({ host, port, hostKey }) => `[${host}]:${port} ${hostKey}\n`).join(''),
    sshConfig: [
      entry('sandbox-jump', jump, logins.harness.user, at),
      `${entry('sandbox', target, logins.harness.user, at)}  ProxyJump sandbox-jump\n`,
      `${entry('sandbox-operator', target, logins.method.user, at, FILES.operatorKey)}  ProxyJump sandbox-jump\n`,
    ].join('\n'),
    harnessKubeconfig: kubeconfigFor(http, { name: 'harness', token: world.api.tokens.harness, namespace }),
    operatorKubeconfig: kubeconfigFor(http, { name: 'operator', token: world.api.tokens.method, namespace }),
    cluster: clusterFile(FILES.harnessKey, logins.harness.user),
    operatorCluster: clusterFile(FILES.operatorKey, logins.method.user),
  }
  function clusterFile(key: string, user: string): string {
    const host = ({ host: name, port }: typeof jump, login: string, identity: string): object => ({
      host: name,
      port,
      user: login,
      identity_files: [at(identity)],
    })
    return stringify({
      kind: 'ssh',
      jump_host: host(jump, logins.harness.user, FILES.harnessKey),
      target_host: host(target, user, key),
      namespace,
      known_hosts: at(FILES.knownHosts),
      agent: 'none',
      ...(user === logins.harness.user
        ? { method_user: { user: logins.method.user, identity_files: [at(FILES.operatorKey)] } }
        : {}),
    })
  }
  for (const [key, name] of Object.entries(FILES)) writePrivate(at(name), texts[key as keyof typeof FILES])
}

/** The mode of a file that exists stays as it was: it is made anew. */
export const writePrivate = (path: string, text: string): void => {
  rmSync(path, { force: true })
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
  chmodSync(path, 0o600)
}

const entry = (
  name: string,
  { host, port }: { readonly host: string; readonly port: number },
  user: string,
  at: (name: string) => string,
  key: string = FILES.harnessKey,
): string => `Host ${name}
  HostName ${host}
  Port ${port}
  User ${user}
  IdentityFile ${at(key)}
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${at(FILES.knownHosts)}
  GlobalKnownHostsFile /dev/null
`
