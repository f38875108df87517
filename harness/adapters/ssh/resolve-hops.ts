import { existsSync, readFileSync } from 'node:fs'
import type { MethodUser, SshClusterConfig, SshHost } from '../../domain/cluster.ts'
import { durationMs } from '../../domain/duration.ts'
import { UsageError } from '../../domain/errors.ts'
import { fingerprint } from './expect-host-key.ts'
import type { HostSettings } from './host-settings.ts'
import { readKnownHosts } from './known-hosts.ts'
import { readAddress } from './read-address.ts'
import { readCredentials } from './read-credentials.ts'
import { expandHome, plainSettings } from './ssh-home.ts'
import type { SshHome } from './ssh-home.ts'
import { readSshOptions } from './ssh-options.ts'
import type { SshOptions } from './ssh-options.ts'
import type { HostKeyCheck, SshHop } from './types.ts'

interface Dependencies {
  readonly home: SshHome
  readonly warn: (message: string) => void
}

/** What of a cluster file says how to get there. */
export type SshWay = Pick<SshClusterConfig, 'target_host'> & Partial<Omit<SshClusterConfig, 'kind' | 'target_host'>>

const CONNECT_TIMEOUT_MS = 20_000
const KEEPALIVE_MS = 15_000
const MAX_HOPS = 8

/**
 * The hosts on the way to a cluster, the target last. What a host's own entry says goes before the file's other keys, these before
 * `ssh_options`, these before the user's OpenSSH configuration. Port and user of `ssh_options` are the target's, as on the command line of ssh;
 * identities and the treatment of host keys hold for all. Jump hosts of the file replace a ProxyJump of the configuration.
 * @param account of the target, instead of the harness's own
 * @throws {UsageError} for options without a meaning, and for identity files that cannot be used
 */
export const resolveHops = ({ home, warn }: Dependencies, way: SshWay, account?: MethodUser): readonly SshHop[] => {
  const options = readSshOptions(way.ssh_options ?? [])
  const jumps = jumpsOf(way, options)
  const hosts = [
    ...jumps.map((host) => entryOf({ home }, way, host, {})),
    withAccount(entryOf({ home }, way, way.target_host, options), account),
  ]
  const [first] = hosts
  const isDirect = jumps.length === 0 && options.proxyJump === 'none'
  const all = [...(first === undefined || isDirect ? [] : before({ home }, way, first, 0)), ...hosts]
  if (all.some(({ settings }) => (options.hostKeys ?? settings.hostKeys) === 'unverified'))
    warn(
      'ssh: StrictHostKeyChecking=no: host keys are not verified; whoever is in between can read and change every command',
    )
  return all.map((entry) => hopOf({ home, warn }, way, options, entry))
}

const jumpsOf = (way: SshWay, { proxyJump = 'none' }: SshOptions): readonly SshHost[] => {
  if (way.jump_hosts !== undefined) return way.jump_hosts
  if (way.jump_host !== undefined) return [way.jump_host]
  return proxyJump === 'none' ? [] : proxyJump.split(',')
}

type HostKeys = 'known_hosts' | 'identity_files' | 'identity_passphrase_env' | 'agent'
type Full = Exclude<SshHost, string>

/** A host of the file, and what OpenSSH says of it. */
interface Entry {
  readonly own: Pick<Full, 'host'> & { readonly [K in HostKeys]?: Full[K] | undefined }
  readonly user: string
  readonly port: number
  readonly settings: HostSettings
}

const entryOf = (
  { home }: Pick<Dependencies, 'home'>,
  way: SshWay,
  written: SshHost,
  options: Pick<SshOptions, 'port' | 'user'>,
): Entry => {
  const own = typeof written === 'string' ? readAddress(written) : { ...written, ...readName(written.host) }
  const given = { user: own.user ?? way.user ?? options.user, port: own.port ?? options.port }
  const settings = home.ask(own.host, given) ?? plainSettings(home, own.host)
  return { own, user: given.user ?? settings.user, port: given.port ?? settings.port, settings }
}

/** A name alone: what else belongs to the host has keys of its own. */
const readName = (host: string): { readonly host: string } => {
  const address = readAddress(host)
  if (address.user === undefined && address.port === undefined) return { host: address.host }
  throw new UsageError(`${host}: expected a name alone; user and port have keys of their own here`)
}

const withAccount = (entry: Entry, account: MethodUser | undefined): Entry => {
  if (account === undefined) return entry
  const { user, ...login } = typeof account === 'string' ? { user: account } : account
  return { ...entry, user, own: { ...entry.own, ...login } }
}

/** The jump hosts that the configuration names for the first host of the file. */
const before = (
  dependencies: Pick<Dependencies, 'home'>,
  way: SshWay,
  entry: Entry,
  depth: number,
): readonly Entry[] => {
  const { proxyCommand, proxyJump } = entry.settings
  if (proxyCommand !== undefined)
    throw new UsageError(
      `${entry.own.host}: ProxyCommand of the OpenSSH configuration is not supported; name the hosts on the way as jump_hosts`,
    )
  if (proxyJump === undefined) return []
  if (depth >= MAX_HOPS) throw new UsageError(`${entry.own.host}: ProxyJump leads over more than ${MAX_HOPS} hosts`)
  const jumps = proxyJump.split(',').map((host) => entryOf(dependencies, way, host, {}))
  const [first] = jumps
  return [...(first === undefined ? [] : before(dependencies, way, first, depth + 1)), ...jumps]
}

const hopOf = ({ home, warn }: Dependencies, way: SshWay, options: SshOptions, entry: Entry): SshHop => {
  const { own, user, port, settings } = entry
  const explicit = own.identity_files ?? way.identity_files ?? nonEmpty(options.identityFiles)
  const agent = own.agent ?? way.agent ?? options.identityAgent
  const onlyFiles = options.identitiesOnly || settings.identitiesOnly
  const hostKeys = options.hostKeys ?? settings.hostKeys
  const named = own.known_hosts ?? way.known_hosts ?? options.knownHostsFile
  const paths = (named === undefined ? settings.knownHostsFiles : [named]).map((path) => expandHome(home, path))
  const text = paths.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')).join('\n')
  const known = readKnownHosts(text, paths[0] ?? '~/.ssh/known_hosts')
  // Under an alias a key is known without its port.
  const name = settings.hostKeyAlias ?? settings.hostname
  const knownPort = settings.hostKeyAlias === undefined ? port : 22
  return {
    host: settings.hostname,
    port,
    user,
    checkHostKey:
      hostKeys === 'unverified'
        ? trustAny(name, warn)
        : known.checkFor(name, knownPort, { trustsNew: hostKeys === 'new-accepted' }),
    hostKeyTypes: known.typesOf(name, knownPort),
    credentials: readCredentials(home, {
      identityFiles: explicit ?? settings.identityFiles,
      isExplicit: explicit !== undefined,
      passphraseVariable: own.identity_passphrase_env ?? way.identity_passphrase_env,
      agent: agent ?? (onlyFiles ? 'none' : settings.identityAgent),
    }),
    connectTimeoutMs:
      inMs(way.connect_timeout) ?? options.connectTimeoutMs ?? settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepaliveMs: inMs(way.keepalive) ?? options.keepaliveMs ?? settings.keepaliveMs ?? KEEPALIVE_MS,
  }
}

const nonEmpty = (files: readonly string[]): readonly string[] | undefined => (files.length === 0 ? undefined : files)

const inMs = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : durationMs(duration)

const trustAny =
  (host: string, warn: (message: string) => void): HostKeyCheck =>
  (key) => {
    warn(`ssh: accepted host key ${fingerprint(key)} of ${host} without verifying it`)
    return { status: 'trusted' }
  }
