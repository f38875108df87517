import { UsageError } from '../../domain/errors.ts'

/** What `ssh_options` of a cluster file ask for, beyond the hosts themselves. */
export interface SshOptions {
  readonly port?: number
  readonly user?: string
  readonly identityFiles: readonly string[]
  /** Only the identity files count, not the agent. */
  readonly identitiesOnly: boolean
  /** Socket of an agent; `none` for no agent. */
  readonly identityAgent?: string
  /** Absent: as the OpenSSH configuration has it, which is to verify them unless it says otherwise. */
  readonly hostKeys?: 'verified' | 'new-accepted' | 'unverified'
  readonly knownHostsFile?: string
  /** Hosts on the way, separated by commas; `none` for none. */
  readonly proxyJump?: string
  readonly connectTimeoutMs?: number
  readonly keepaliveMs?: number
}

type Mutable = { -readonly [K in keyof SshOptions]: SshOptions[K] }

/**
 * Reads options as they would stand on the command line of ssh: `-p 2222`, `-i FILE`, `-l USER`, `-o Name=value`.
 * @throws {UsageError} that names an option without a meaning here; ignoring it could change where or how commands run
 */
export const readSshOptions = (words: readonly string[]): SshOptions => {
  const result: Mutable = { identityFiles: [], identitiesOnly: false }
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const flag = word.slice(0, 2)
    if (SILENT.has(word)) continue
    const keyword = FLAGS[flag]
    if (keyword === undefined) throw new UsageError(`ssh_options: ${word}: is not supported${HINT}`)
    const value = word.slice(2) || rest.shift()
    if (value === undefined) throw new UsageError(`ssh_options: ${word}: expected a value after it`)
    if (keyword !== 'o') set(result, keyword, value)
    else {
      const [name = '', ...parts] = value.split(/\s*=\s*|\s+/)
      set(result, name.toLowerCase(), parts.join('='), name)
    }
  }
  return result
}

const FLAGS: Readonly<Record<string, string>> = {
  '-p': 'port',
  '-l': 'user',
  '-i': 'identityfile',
  '-J': 'proxyjump',
  '-o': 'o',
}

/** Flags that only say what is done here anyway: no terminal, no forwarding, no chatter. */
const SILENT = new Set(['-T', '-q', '-x', '-a', '-n'])

const HINT =
  '; supported are -p, -l, -i, -J and -o with Port, User, IdentityFile, IdentitiesOnly, IdentityAgent, StrictHostKeyChecking, UserKnownHostsFile, ConnectTimeout, ServerAliveInterval, ProxyJump, BatchMode=yes, ControlMaster, ControlPath, ControlPersist, LogLevel'

const set = (result: Mutable, keyword: string, value: string, written = keyword): void => {
  const setting = SETTINGS[keyword]
  if (setting === undefined) throw new UsageError(`ssh_options: ${written}: is not supported${HINT}`)
  const problem = setting(result, value)
  if (problem !== undefined) throw new UsageError(`ssh_options: ${written}: expected ${problem}, found "${value}"`)
}

/** Each takes a value over, or says what it expected. */
const SETTINGS: Readonly<Record<string, (result: Mutable, value: string) => string | undefined>> = {
  port: (result, value) => {
    result.port = Number(value)
    return Number.isInteger(result.port) && result.port > 0 && result.port < 65_536 ? undefined : 'a port number'
  },
  user: (result, value) => {
    result.user = value
    return value === '' ? 'a user name' : undefined
  },
  identityfile: (result, value) => {
    result.identityFiles = [...result.identityFiles, value]
    return value === '' ? 'a path' : undefined
  },
  identitiesonly: (result, value) => {
    result.identitiesOnly = value === 'yes'
    return /^(?:yes|no)$/.test(value) ? undefined : 'yes or no'
  },
  identityagent: (result, value) => {
    result.identityAgent = value
    return value === '' ? 'a path or none' : undefined
  },
  stricthostkeychecking: (result, value) => {
    const meaning = HOST_KEYS[value.toLowerCase()]
    if (meaning !== undefined) result.hostKeys = meaning
    return meaning === undefined ? 'yes, no or accept-new' : undefined
  },
  userknownhostsfile: (result, value) => {
    result.knownHostsFile = value
    return value === '' ? 'a path' : undefined
  },
  connecttimeout: (result, value) => {
    result.connectTimeoutMs = Number(value) * 1000
    return result.connectTimeoutMs > 0 ? undefined : 'seconds'
  },
  serveraliveinterval: (result, value) => {
    result.keepaliveMs = Number(value) * 1000
    return result.keepaliveMs >= 0 ? undefined : 'seconds'
  },
  proxyjump: (result, value) => {
    result.proxyJump = value
    return value === '' ? 'hosts' : undefined
  },
  // One connection serves all commands anyway.
  controlmaster: () => undefined,
  controlpath: () => undefined,
  controlpersist: () => undefined,
  // Nobody is asked anything here, whatever it says of passwords.
  batchmode: (_result, value) => (value === 'yes' ? undefined : 'yes: nobody is there to answer questions'),
  loglevel: () => undefined,
}

const HOST_KEYS: Readonly<Record<string, NonNullable<SshOptions['hostKeys']>>> = {
  yes: 'verified',
  ask: 'verified',
  'accept-new': 'new-accepted',
  no: 'unverified',
  off: 'unverified',
}
