import { execFileSync } from 'node:child_process'
import { UsageError } from '../../domain/errors.ts'

/** What the user's OpenSSH configuration says of a host, as `ssh -G` prints it. */
export interface HostSettings {
  readonly hostname: string
  readonly port: number
  readonly user: string
  readonly identityFiles: readonly string[]
  readonly identitiesOnly: boolean
  /** Absent: the agent of the environment. */
  readonly identityAgent?: string
  readonly knownHostsFiles: readonly string[]
  /** The name under which the host's key is known, where that is another one. */
  readonly hostKeyAlias?: string
  readonly hostKeys: 'verified' | 'new-accepted' | 'unverified'
  readonly connectTimeoutMs?: number
  readonly keepaliveMs?: number
  /** `[user@]host[:port]`, separated by commas. */
  readonly proxyJump?: string
  readonly proxyCommand?: string
}

/** Asks OpenSSH for the settings of a host; `undefined` where there is no ssh to ask. */
export type AskSettings = (host: string, given: GivenSettings) => HostSettings | undefined

/** What is known before: blocks of the configuration may depend on it. */
export interface GivenSettings {
  readonly user?: string | undefined
  readonly port?: number | undefined
}

/** `configFile`: read instead of the user's own and the machine's. */
export const askOpenSsh =
  (configFile?: string): AskSettings =>
  (host, { user, port }) => {
    const args = [
      '-G',
      ...(configFile === undefined ? [] : ['-F', configFile]),
      ...(user === undefined ? [] : ['-l', user]),
      ...(port === undefined ? [] : ['-p', String(port)]),
      '--',
      host,
    ]
    try {
      return readSettings(execFileSync('ssh', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
      throw new UsageError(`ssh -G ${host}: the OpenSSH configuration cannot be read: ${said}`, { cause: error })
    }
  }

/** Lines of `keyword value`; a keyword may come more than once. */
export const readSettings = (printed: string): HostSettings => {
  const values = new Map<string, string[]>()
  for (const line of printed.split('\n')) {
    const [, keyword = '', value = ''] = /^(\S+) (.*)$/.exec(line) ?? []
    values.set(keyword, [...(values.get(keyword) ?? []), value])
  }
  const one = (keyword: string): string | undefined => {
    const value = values.get(keyword)?.[0]
    return value === undefined || value === 'none' ? undefined : value
  }
  const secondsAsMs = (keyword: string): number | undefined => {
    const seconds = Number(one(keyword) ?? 0)
    return seconds > 0 ? seconds * 1000 : undefined
  }
  const identityAgent = values.get('identityagent')?.[0]
  return {
    hostname: one('hostname') ?? '',
    port: Number(one('port') ?? 22),
    user: one('user') ?? '',
    identityFiles: values.get('identityfile') ?? [],
    identitiesOnly: one('identitiesonly') === 'yes',
    knownHostsFiles: ['userknownhostsfile', 'globalknownhostsfile'].flatMap((each) => one(each)?.split(' ') ?? []),
    hostKeys: HOST_KEYS[one('stricthostkeychecking') ?? ''] ?? 'verified',
    ...defined({
      identityAgent: identityAgent === 'SSH_AUTH_SOCK' ? undefined : identityAgent,
      hostKeyAlias: one('hostkeyalias'),
      connectTimeoutMs: secondsAsMs('connecttimeout'),
      keepaliveMs: secondsAsMs('serveraliveinterval'),
      proxyJump: one('proxyjump'),
      proxyCommand: one('proxycommand'),
    }),
  }
}

const HOST_KEYS: Readonly<Record<string, HostSettings['hostKeys']>> = {
  'accept-new': 'new-accepted',
  no: 'unverified',
  false: 'unverified',
  off: 'unverified',
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

const defined = <T extends object>(entries: T): Defined<T> =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as Defined<T>
