import type { Client, ClientChannel } from 'ssh2'
import { InfrastructureError } from '../../domain/errors.ts'
import { createBoundedOutput } from './bounded-output.ts'
import { NotStartedError } from './errors.ts'
import type { SshLink } from './open-chain.ts'
import { createPidReader, sayingPid, withoutPrefix } from './process-id.ts'

export interface RemoteCommand {
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
  readonly stdin: string
  /** Set where its process id is wanted ({@link RunningCommand.killByCommand} needs it): see `sayingPid`. */
  readonly name: string | undefined
  /** Bytes of stdout, and of stderr, that are kept. */
  readonly outputLimitBytes: number
}

/** How a remote command ended. */
export interface RemoteResult {
  readonly exit:
    | { readonly kind: 'code'; readonly code: number }
    /** Without `SIG`; `note` is what the server said. */
    | { readonly kind: 'signal'; readonly signal: string; readonly note: string }
  readonly stdout: string
  readonly stderr: string
  readonly isCut: boolean
}

export interface RunningCommand {
  /** Rejects with {@link NotStartedError} while the command cannot have run, with InfrastructureError when nobody knows. */
  readonly result: Promise<RemoteResult>
  /** Sends SIGKILL to the remote process group; sshd does so since OpenSSH 7.9. */
  readonly kill: () => void
  /** Sends it through a session of its own, if the server gives one; while one is on its way, no second is sent. */
  readonly killByCommand: () => void
  /** Of the process group; undefined before the command said so. */
  readonly leader: () => number | undefined
  /** Stops waiting: the result rejects. */
  readonly abandon: (reason: string) => void
}

/** Starts a command in a session of its own. */
export const runCommand = (link: SshLink, remote: RemoteCommand): RunningCommand => {
  let channel: ClientChannel | undefined
  let isKilled = false
  let isWritten = false
  let hasEnded = false
  let isBeingKilled = false
  const pid = createPidReader()
  const kill = (): void => {
    isKilled = true
    if (channel !== undefined) sendKill(link.client, channel)
  }
  let giveUp: (error: InfrastructureError) => void = () => {}
  const result = new Promise<RemoteResult>((resolve, reject) => {
    giveUp = reject
    const lost = link.lost()
    if (lost !== undefined) {
      reject(new NotStartedError(lost.message, { cause: lost }))
      return
    }
    const forget = link.onLost((error) => reject(isWritten ? unknown(error) : new NotStartedError(error.message)))
    const options = {
      // The library asks for the variables once the session is open, and sends the command in the same breath.
      get env() {
        isWritten = true
        return { ...remote.environment }
      },
    }
    const started = (error: Error | undefined, opened: ClientChannel): void => {
      if (error !== undefined) {
        forget()
        reject(startError(error, isWritten))
        return
      }
      channel = opened
      if (isKilled) kill()
      collect(opened, remote, remote.name === undefined ? (chunk) => chunk : pid.filter, (finished) => {
        hasEnded = true
        forget()
        if (finished instanceof Error) reject(finished)
        else resolve(finished)
      })
    }
    try {
      link.client.exec(
        remote.name === undefined ? remote.command : sayingPid(remote.command, remote.name),
        options,
        started,
      )
    } catch (error) {
      forget()
      reject(new NotStartedError('the connection is not there', { cause: error }))
    }
  })
  const abandon = (reason: string): void => {
    const error = new InfrastructureError(reason)
    giveUp(error)
    // A session that does not end is not given back: what comes next gets a connection of its own.
    link.drop(error)
  }
  const killByCommand = (): void => {
    const leader = pid.pid()
    // A slow host would have its last sessions taken by kills that wait for each other.
    if (leader === undefined || hasEnded || isBeingKilled || link.lost() !== undefined) return
    isBeingKilled = true
    // Whether that worked shows at the command's own session.
    void runAside(link, `kill -KILL -- -${leader}`)
      .catch(() => {})
      .then(() => {
        isBeingKilled = false
      })
  }
  return { result, kill, killByCommand, leader: pid.pid, abandon }
}

/** A command of our own that needs no limit and whose output nobody wants. Rejects as {@link RunningCommand.result} does. */
export const runAside = (link: SshLink, command: string): Promise<RemoteResult> =>
  runCommand(link, { command, environment: {}, stdin: '', name: undefined, outputLimitBytes: 0 }).result

const unknown = ({ message, cause }: InfrastructureError): InfrastructureError =>
  new InfrastructureError(`${message}: the outcome of the command is unknown`, { cause })

const startError = (error: Error, isWritten: boolean): InfrastructureError => {
  const message = `the server did not start the command: ${error.message}`
  // `reason` is the code with which a server refuses a channel.
  return isWritten
    ? new InfrastructureError(message, { cause: error })
    : new NotStartedError(message, { cause: error, isRefusal: 'reason' in error })
}

const collect = (
  channel: ClientChannel,
  { stdin, outputLimitBytes, name }: RemoteCommand,
  filter: (chunk: Buffer) => Buffer,
  done: (finished: RemoteResult | InfrastructureError) => void,
): void => {
  const stdout = createBoundedOutput(outputLimitBytes)
  const stderr = createBoundedOutput(outputLimitBytes)
  let exit: RemoteResult['exit'] | undefined
  channel.on('data', stdout.add)
  channel.stderr.on('data', (chunk: Buffer) => stderr.add(filter(chunk)))
  channel.on('exit', (code: number | null, signal?: string, _dumped?: boolean, note?: string) => {
    exit =
      code === null
        ? { kind: 'signal', signal: (signal ?? '').replace(/^SIG/, ''), note: note ?? '' }
        : { kind: 'code', code }
  })
  channel.on('error', (error: Error) =>
    done(new InfrastructureError(`the session broke: ${error.message}`, { cause: error })),
  )
  channel.on('close', () =>
    done(
      exit === undefined
        ? new InfrastructureError(
            'the session was closed without an exit status: the outcome of the command is unknown',
          )
        : {
            exit,
            stdout: stdout.text(),
            stderr: name === undefined ? stderr.text() : withoutPrefix(stderr.text(), name),
            isCut: stdout.isCut() || stderr.isCut(),
          },
    ),
  )
  channel.end(stdin)
}

/**
 * `channel.signal` of the library is silent once stdin has been closed, although the protocol allows a signal until the channel
 * closes; so the request is sent beneath it. The version of the library is pinned, and a test looks at the effect.
 */
const sendKill = (client: Client, channel: ClientChannel): void => {
  const { _protocol: protocol } = client as unknown as {
    _protocol: { signal: (channel: number, name: string) => void }
  }
  const { outgoing } = channel as unknown as { outgoing: { id: number; state: string } }
  if (outgoing.state !== 'closed') protocol.signal(outgoing.id, 'KILL')
}
