import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { AskSettings, HostSettings } from './host-settings.ts'
import { askOpenSsh } from './host-settings.ts'

/** The user's side: where keys and known hosts lie, who the user is, what the OpenSSH configuration says. */
export interface SshHome {
  readonly folder: string
  readonly user: string
  /** Socket of the running agent. */
  readonly agent: string | undefined
  /** Passphrases are read from here, by name. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly ask: AskSettings
}

export const systemSshHome = (): SshHome => ({
  folder: homedir(),
  user: userInfo().username,
  agent: process.env['SSH_AUTH_SOCK'],
  environment: process.env,
  ask: askOpenSsh(),
})

/** What holds for a host of which no configuration says anything. */
export const plainSettings = ({ user }: SshHome, host: string): HostSettings => ({
  hostname: host,
  port: 22,
  user,
  identityFiles: ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa'],
  identitiesOnly: false,
  knownHostsFiles: ['~/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts'],
  hostKeys: 'verified',
})

export const expandHome = ({ folder }: SshHome, path: string): string =>
  path.startsWith('~/') ? join(folder, path.slice(2)) : path
