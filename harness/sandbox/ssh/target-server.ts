import type { Session } from 'ssh2'
import { serveCommand } from './serve-command.ts'
import type { Execute } from './serve-command.ts'
import { startServer } from './start-server.ts'
import type { SshServer } from './start-server.ts'

/** The name of the variable with which a client states a command's limit, in ms of cluster time. */
export const LIMIT_VARIABLE = 'OPSSKILL_LIMIT_MS'

/** The host on which operators type: it runs one command per session, no terminal, no subsystem, no forwarding. */
export const startTargetServer = (
  authorized: Readonly<Record<string, string>>,
  execute: (user: string) => Execute,
): Promise<SshServer> =>
  startServer({
    authorized,
    accept: (connection, user) => {
      connection.on('tcpip', (_accept, reject) => reject())
      connection.on('session', (accept) => serveSession(accept(), execute(user)))
    },
  })

const serveSession = (session: Session, execute: Execute): void => {
  let timeoutMs = Number.POSITIVE_INFINITY
  const killer = new AbortController()
  session.on('env', (accept, reject, { key, val }) => {
    if (key !== LIMIT_VARIABLE || !/^\d+(?:\.\d+)?$/.test(val)) {
      reject?.()
      return
    }
    timeoutMs = Number(val)
    accept?.()
  })
  // The library takes the end of stdin for the end of the session and drops what comes after it; a signal may still come.
  session.on('eof', () => {
    ;(session as unknown as { _ending: boolean })._ending = false
  })
  session.on('signal', (accept, _reject, { name }) => {
    if (name === 'KILL' || name === 'TERM' || name === 'INT') killer.abort()
    accept?.()
  })
  session.on('exec', (accept, _reject, { command }) => {
    const channel = accept()
    // With a reason of our own: the default one is an error with a stack, for every command that ends.
    channel.on('close', () => killer.abort('the session was closed'))
    serveCommand(channel, execute, { command, timeoutMs, signal: killer.signal })
  })
}
