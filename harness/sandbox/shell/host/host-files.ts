import type { User } from '../commands/identity.ts'
import type { InitialContents } from '../script/clocked-files.ts'

/** An account of the target host, and the credentials that its kubeconfig holds. */
export interface Account extends User {
  readonly token: string
  /** The namespace that its context names; none: `default`. */
  readonly namespace?: string
}

/** Where the API server of a sandbox is said to listen. */
export const SERVER_URL = 'https://10.20.0.10:6443'

/** What a fresh account finds on the host. */
export const hostFiles = (account: Account, hostname: string, programs: readonly string[]): InitialContents => ({
  ...Object.fromEntries(programs.map((name) => [`/usr/bin/${name}`, '\u007fELF'])),
  '/etc/hostname': `${hostname}\n`,
  '/etc/os-release':
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  '/etc/passwd': `root:x:0:0:root:/root:/bin/bash\n${account.name}:x:${account.uid}:${account.uid}::${homeOf(account)}:/bin/bash\n`,
  '/tmp/.keep': '',
  [`${homeOf(account)}/.kube/config`]: kubeconfig(account),
})

export const homeOf = (account: User): string => `/home/${account.name}`

const kubeconfig = ({ name, token, namespace }: Account): string => `apiVersion: v1
kind: Config
current-context: cluster
clusters:
- name: cluster
  cluster:
    server: ${SERVER_URL}
contexts:
- name: cluster
  context:
    cluster: cluster
    user: ${name}
${namespace === undefined ? '' : `    namespace: ${namespace}\n`}users:
- name: ${name}
  user:
    token: ${token}
`
