import type { Session } from 'ssh2'
import { offerTerminal } from './offer-terminal.ts'
import { serveCommand } from './serve-command.ts'
import type { Execute } from './serve-command.ts'

/** The name of the variable with which a client states a command's limit, in ms of cluster time. */
export const LIMIT_VARIABLE = 'OPSSKILL_LIMIT_MS'

/** How people are served, beside programs. */
export interface PeopleOptions {
  /** Shown in the prompt. */
  readonly hostname: string
  /** A command whose stdin has brought nothing for so long begins without any, real ms: a terminal's stdin does not end. */
  readonly stdinGraceMs: number
}

export interface SessionOptions {
  readonly execute: Execute
  readonly user: string
  readonly people: PeopleOptions | undefined
}

/** One session of a client: one command, or a terminal. */
export const serveSession = (session: Session, { execute, user, people }: SessionOptions): void => {
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
  if (people !== undefined) offerTerminal(session, { execute, prompt: `${user}@${people.hostname}` })
  session.on('exec', (accept, _reject, { command }) => {
    const channel = accept()
    // With a reason of our own: the default one is an error with a stack, for every command that ends.
    channel.on('close', () => killer.abort('the session was closed'))
    serveCommand(channel, execute, { command, timeoutMs, signal: killer.signal }, people?.stdinGraceMs)
  })
}
