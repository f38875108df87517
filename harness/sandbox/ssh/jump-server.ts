import { connect } from 'node:net'
import { startServer } from './start-server.ts'
import type { SshServer } from './start-server.ts'

/** A host that does nothing but forward connections to the target; everything else is refused. */
export const startJumpServer = (
  authorized: Readonly<Record<string, string>>,
  target: Pick<SshServer, 'host' | 'port'>,
): Promise<SshServer> =>
  startServer({
    authorized,
    accept: (connection) => {
      connection.on('session', (_accept, reject) => reject())
      connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
        if (destIP !== target.host || destPort !== target.port) {
          reject()
          return
        }
        const socket = connect({ host: target.host, port: target.port, noDelay: true })
        socket.once('error', () => reject())
        socket.once('connect', () => {
          socket.removeAllListeners('error')
          const channel = accept()
          const end = (): void => {
            socket.destroy()
            channel.destroy()
          }
          socket.on('error', end).on('close', end)
          channel.on('error', end).on('close', end)
          channel.pipe(socket).pipe(channel)
        })
      })
    },
  })
