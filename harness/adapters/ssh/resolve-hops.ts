import { existsSync, readFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import type { SshClusterConfig } from '../../domain/cluster.ts'
import { UsageError } from '../../domain/errors.ts'
import { fingerprint } from './expect-host-key.ts'
import { readKnownHosts } from './known-hosts.ts'
import { readSshOptions } from './ssh-options.ts'
import type { SshOptions } from './ssh-options.ts'
import type { Credentials, HostKeyCheck, SshHop } from './types.ts'

/** The user's side: where keys and known hosts lie, who the user is. */
export interface SshHome {
  readonly folder: string
  readonly user: string
  /** Socket of the running agent. */
  readonly agent: string | undefined
}

export const systemSshHome = (): SshHome => ({
  folder: homedir(),
  user: userInfo().username,
  agent: process.env['SSH_AUTH_SOCK'],
})

/**
 * The hosts on the way to a cluster: the jump host, if there is one, and the target. Port and user of `ssh_options` are the target's,
 * as on the command line of ssh; identities and the treatment of host keys hold for both.
 * @throws {UsageError} for options without a meaning, and for identity files that cannot be used
 */
export const resolveHops = (
  { home, warn }: { readonly home: SshHome; readonly warn: (message: string) => void },
  config: Pick<SshClusterConfig, 'jump_host' | 'target_host' | 'ssh_options'>,
): readonly SshHop[] => {
  const options = readSshOptions(config.ssh_options)
  const credentials = credentialsFrom(home, options)
  const knownPath = expand(home, options.knownHostsFile ?? '~/.ssh/known_hosts')
  const known = readKnownHosts(existsSync(knownPath) ? readFileSync(knownPath, 'utf8') : '', knownPath)
  if (options.hostKeys === 'unverified')
    warn(
      'ssh: StrictHostKeyChecking=no: host keys are not verified; whoever is in between can read and change every command',
    )
  const hop = (address: string, own: Pick<SshOptions, 'port' | 'user'>): SshHop => {
    const { user, host, port } = readAddress(address)
    const at = { host, port: port ?? own.port ?? 22 }
    const trustsNew = options.hostKeys === 'new-accepted'
    return {
      ...at,
      user: user ?? own.user ?? home.user,
      checkHostKey:
        options.hostKeys === 'unverified' ? trustAny(host, warn) : known.checkFor(host, at.port, { trustsNew }),
      hostKeyTypes: known.typesOf(host, at.port),
      credentials,
      connectTimeoutMs: options.connectTimeoutMs ?? 20_000,
      keepaliveMs: options.keepaliveMs ?? 15_000,
    }
  }
  const target = hop(config.target_host, options)
  return config.jump_host === undefined ? [target] : [hop(config.jump_host, {}), target]
}

const trustAny =
  (host: string, warn: (message: string) => void): HostKeyCheck =>
  (key) => {
    warn(`ssh: accepted host key ${fingerprint(key)} of ${host} without verifying it`)
    return { status: 'trusted' }
  }

const readAddress = (
  address: string,
): { readonly user: string | undefined; readonly host: string; readonly port: number | undefined } => {
  const match = /^(?:([^@\s]+)@)?(\[[^\]\s]+\]|[^:\s]+)(?::(\d+))?$/.exec(address)
  if (match === null) throw new UsageError(`${address}: expected a host as [user@]host[:port]`)
  const [, user, host = '', port] = match
  return { user, host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? undefined : Number(port) }
}

const DEFAULT_IDENTITIES = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa']

const credentialsFrom = (home: SshHome, options: SshOptions): Credentials => {
  const { identityAgent } = options
  const agent = identityAgent === 'none' || options.identitiesOnly ? undefined : (identityAgent ?? home.agent)
  const isExplicit = options.identityFiles.length > 0
  const paths = (isExplicit ? options.identityFiles : DEFAULT_IDENTITIES).map((path) => expand(home, path))
  const privateKeys = paths.flatMap((path) => {
    if (!isExplicit && !existsSync(path)) return []
    const usable = readIdentity(path)
    if (typeof usable === 'string') {
      // A default key that cannot be used is passed over, as ssh does where it cannot ask for the passphrase.
      if (isExplicit) throw new UsageError(usable)
      return []
    }
    return [{ key: usable }]
  })
  if (agent === undefined && privateKeys.length === 0)
    throw new UsageError(
      'ssh: there is no key to log in with: start an agent (SSH_AUTH_SOCK) or name a key with ssh_options: [-i, FILE]',
    )
  return { ...(agent === undefined ? {} : { agent }), privateKeys }
}

/** A private key, or why it cannot be used. */
const readIdentity = (path: string): Buffer | string => {
  if (!existsSync(path)) return `ssh_options: IdentityFile: ${path}: no such file`
  const key = readFileSync(path)
  const parsed = ssh2.utils.parseKey(key)
  if (!(parsed instanceof Error)) return key
  const remedy = /passphrase|encrypted/i.test(parsed.message) ? '; add it to an agent with ssh-add' : ''
  return `ssh_options: IdentityFile: ${path}: ${parsed.message}${remedy}`
}

const expand = (home: SshHome, path: string): string =>
  path.startsWith('~/') ? join(home.folder, path.slice(2)) : path
