import { serveSession } from './serve-session.ts'
import type { PeopleOptions } from './serve-session.ts'
import type { Execute } from './serve-command.ts'
import { startServer } from './start-server.ts'
import type { SshServer } from './start-server.ts'

/** The host on which operators type: commands, and where people are expected a terminal; no subsystem, no forwarding. */
export const startTargetServer = (
  authorized: Readonly<Record<string, string>>,
  execute: (user: string) => Execute,
  people?: PeopleOptions,
): Promise<SshServer> =>
  startServer({
    authorized,
    accept: (connection, user) => {
      connection.on('tcpip', (_accept, reject) => reject())
      connection.on('session', (accept) => serveSession(accept(), { execute: execute(user), user, people }))
    },
  })
