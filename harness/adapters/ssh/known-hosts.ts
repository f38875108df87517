import { createHmac } from 'node:crypto'
import { fingerprint } from './expect-host-key.ts'
import type { HostKeyCheck } from './types.ts'

/** One line of a known_hosts file. */
interface KnownHost {
  readonly isRevoked: boolean
  /** Patterns separated by commas, or one hashed name. */
  readonly hosts: string
  readonly type: string
  readonly key: Buffer
}

export interface KnownHosts {
  /** Key types known of a host, as ssh names them; a server should be asked for these first. */
  readonly typesOf: (host: string, port: number) => readonly string[]
  /** `trustsNew`: a host that is not in the file is let pass; one whose key changed never is. */
  readonly checkFor: (host: string, port: number, options?: { readonly trustsNew?: boolean }) => HostKeyCheck
}

/** Reads known_hosts: plain and hashed names, patterns, ports, revoked keys. Lines of certificate authorities are passed over. */
export const readKnownHosts = (text: string, path: string): KnownHosts => {
  const entries = text.split('\n').flatMap(readLine)
  const entriesOf = (host: string, port: number): readonly KnownHost[] => {
    const name = port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`
    return entries.filter(({ hosts }) => matchesHosts(hosts, name))
  }
  return {
    typesOf: (host, port) => [
      ...new Set(
        entriesOf(host, port)
          .filter(({ isRevoked }) => !isRevoked)
          .map(({ type }) => type),
      ),
    ],
    checkFor: (host, port, { trustsNew = false } = {}) => {
      const known = entriesOf(host, port)
      return (key) => {
        const same = known.filter((entry) => entry.key.equals(key))
        const shown = `host key ${fingerprint(key)} of ${host}`
        if (same.some(({ isRevoked }) => isRevoked)) return refuse(`the ${shown} is revoked in ${path}`)
        if (same.length > 0) return { status: 'trusted' }
        const expected = known.filter(({ isRevoked }) => !isRevoked)
        if (expected.length > 0) {
          const before = expected.map((entry) => fingerprint(entry.key)).join(', ')
          return refuse(
            `the ${shown} is not the one in ${path} (${before}): someone may be in between, or the host was set up anew; if you know that it was, remove the old key with: ssh-keygen -R '${nameOf(host, port)}' -f ${path}`,
          )
        }
        if (trustsNew) return { status: 'trusted' }
        return refuse(
          `the ${shown} is not in ${path}; compare it, then add it with: ssh-keyscan -p ${port} ${host} >> ${path}`,
        )
      }
    },
  }
}

const refuse = (reason: string): { readonly status: 'refused'; readonly reason: string } => ({
  status: 'refused',
  reason,
})

const nameOf = (host: string, port: number): string => (port === 22 ? host : `[${host}]:${port}`)

const readLine = (line: string): readonly KnownHost[] => {
  const words = line.trim().split(/\s+/)
  if (line.trimStart().startsWith('#')) return []
  const marker = words[0]?.startsWith('@') === true ? words.shift() : undefined
  const [hosts, type, key] = words
  if (hosts === undefined || type === undefined || key === undefined || marker === '@cert-authority') return []
  return [{ isRevoked: marker === '@revoked', hosts, type, key: Buffer.from(key, 'base64') }]
}

const matchesHosts = (hosts: string, name: string): boolean => {
  if (hosts.startsWith('|1|')) {
    const [, , salt = '', hash = ''] = hosts.split('|')
    return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash
  }
  const patterns = hosts.toLowerCase().split(',')
  const matches = (pattern: string): boolean => globOf(pattern).test(name)
  if (patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))) return false
  return patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern))
}

const globOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )
