import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import type { Connection } from 'ssh2'
import { isAuthorized } from './is-authorized.ts'
import { joinedStreams } from './joined-streams.ts'
import { generateKey } from './keys.ts'
import type { KeyPair } from './keys.ts'

export interface SshServer {
  readonly host: string
  readonly port: number
  /** Public host key. */
  readonly hostKey: string
  /** A connection from within this process. */
  readonly connect: () => Duplex
  readonly close: () => Promise<void>
}

export interface ServerOptions {
  /** Public keys by user name. */
  readonly authorized: Readonly<Record<string, string>>
  readonly accept: (connection: Connection, user: string) => void
}

const LOOPBACK = '127.0.0.1'

/** An SSH server on a free port of the loopback interface, with a host key of its own. */
export const startServer = async ({ authorized, accept }: ServerOptions): Promise<SshServer> => {
  const key: KeyPair = generateKey()
  const connections = new Set<Connection>()
  const server = new ssh2.Server({ hostKeys: [key.privateKey], ident: 'OpenSSH_9.2p1 Debian-2' }, (connection) => {
    let user = ''
    connections.add(connection)
    // Without it, Nagle's algorithm and delayed acknowledgements cost 40 ms for every small packet.
    ;(connection as Connection & { setNoDelay: (on: boolean) => unknown }).setNoDelay(true)
    connection
      .on('authentication', (attempt) => {
        if (!isAuthorized(attempt, authorized)) {
          attempt.reject(['publickey'])
          return
        }
        user = attempt.username
        attempt.accept()
      })
      .on('ready', () => accept(connection, user))
      // A client that goes away in the middle of a handshake is the client's business.
      .on('error', () => connection.end())
      .on('close', () => connections.delete(connection))
  })
  const port = await listen(server)
  return {
    host: LOOPBACK,
    port,
    hostKey: key.publicKey,
    connect: () => {
      const [here, there] = joinedStreams()
      // It asks for a socket and uses what every stream has.
      server.injectSocket(there as Socket)
      return here
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        for (const connection of connections) connection.end()
      }),
  }
}

const listen = (server: ssh2.Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, LOOPBACK, () => {
      server.removeListener('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
