import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import type { AnyAuthMethod, Client, ServerHostKeyAlgorithm } from 'ssh2'
import { InfrastructureError } from '../../domain/errors.ts'
import { HostKeyError } from './errors.ts'
import type { SshHop } from './types.ts'

/**
 * Logs in to one host, over a stream through the host before it or, without one, over a socket of its own.
 * @throws {InfrastructureError} that names the host and what went wrong
 */
export const openConnection = (hop: SshHop, through?: Duplex): Promise<Client> =>
  new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    let refusal: string | undefined
    // A host that went away behind the one before shows as a stream that ends and stays half open: nothing more will come.
    through?.once('end', () => through.end())
    const fail = (error: Error): void => {
      client.removeAllListeners()
      // What still arrives from a connection that is being given up says nothing new.
      client.on('error', () => {})
      client.destroy()
      through?.destroy()
      const message = `ssh ${hop.user}@${hop.host}:${hop.port}: ${refusal ?? error.message}`
      reject(new (refusal === undefined ? InfrastructureError : HostKeyError)(message, { cause: error }))
    }
    client.once('ready', () => {
      client.removeListener('error', fail)
      client.removeListener('close', closed)
      resolve(client)
    })
    const closed = (): void => fail(new Error('the connection was closed before it was ready'))
    client.once('error', fail)
    client.once('close', closed)
    client.connect({
      // Small packets must not wait for each other: with Nagle's algorithm a command costs 80 ms instead of a fraction of one.
      sock: through ?? connect({ host: hop.host, port: hop.port, noDelay: true }),
      username: hop.user,
      readyTimeout: hop.connectTimeoutMs,
      keepaliveInterval: hop.keepaliveMs,
      authHandler: authMethods(hop),
      algorithms: { serverHostKey: { prepend: hostKeyAlgorithms(hop.hostKeyTypes ?? []), append: [], remove: [] } },
      hostVerifier: (key: Buffer) => {
        const verdict = hop.checkHostKey(key)
        if (verdict.status === 'refused') refusal = verdict.reason
        return verdict.status === 'trusted'
      },
    })
  })

const authMethods = ({ user, credentials }: SshHop): AnyAuthMethod[] => [
  ...credentials.privateKeys.map(({ key, passphrase }) => ({
    type: 'publickey' as const,
    username: user,
    key,
    ...(passphrase === undefined ? {} : { passphrase }),
  })),
  // Last: an agent may hold more keys than a server lets one try.
  ...(credentials.agent === undefined ? [] : [{ type: 'agent' as const, username: user, agent: credentials.agent }]),
]

/** Algorithms of signature for types of keys: RSA keys sign in several ways. */
const hostKeyAlgorithms = (types: readonly string[]): ServerHostKeyAlgorithm[] =>
  types.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type])) as ServerHostKeyAlgorithm[]
