import { HostKeyError } from './errors.ts'
import type { SshHop } from './types.ts'

/** What to do about a host that does not let us in. Where a key is the reason, the message has said it already. */
export const hopRemedy = (error: Error, { host, port, user, credentials }: SshHop): string => {
  if (error instanceof HostKeyError) return 'do what is said of the key, and no more: it may be somebody in between'
  const { level, code } = traitsOf(error.cause)
  if (level === 'client-authentication') {
    const ways = [
      ...(credentials.privateKeys.length > 0 ? [`${credentials.privateKeys.length} of identity_files`] : []),
      ...(credentials.agent === undefined ? [] : ['the agent']),
    ]
    return `append the public half of a key to ~${user}/.ssh/authorized_keys on ${host}, or name another user or identity_files; tried: ${ways.join(', ') || 'no key at all'}`
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `no name server knows ${host}: correct the name, or add it to your OpenSSH configuration`
  if (level === 'client-timeout' || code === 'ETIMEDOUT')
    return `nobody answers on port ${port}: check the address and the firewalls between, or raise connect_timeout`
  return `check that sshd listens on port ${port} of ${host} and may be reached from the host before it: ssh -v shows the same step`
}

const traitsOf = (cause: unknown): { readonly level?: unknown; readonly code?: unknown } =>
  cause instanceof Error ? (cause as Error & { level?: unknown; code?: unknown }) : {}
