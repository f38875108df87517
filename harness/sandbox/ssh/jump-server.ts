import { startServer } from './start-server.ts'
import type { SshServer } from './start-server.ts'

/** A host that does nothing but forward connections to the target; everything else is refused. */
export const startJumpServer = (
  authorized: Readonly<Record<string, string>>,
  target: Pick<SshServer, 'host' | 'port' | 'connect'>,
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
        const channel = accept()
        const stream = target.connect()
        const end = (): void => {
          stream.destroy()
          channel.destroy()
        }
        stream.on('error', end).on('close', end)
        channel.on('error', end).on('close', end)
        channel.pipe(stream).pipe(channel)
      })
    },
  })
