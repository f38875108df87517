import type { Client, ClientChannel } from 'ssh2'
import { InfrastructureError } from '../../domain/errors.ts'
import { createBoundedOutput } from './bounded-output.ts'
import type { SshLink } from './open-chain.ts'

export interface RemoteCommand {
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
  readonly stdin: string
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
  readonly result: Promise<RemoteResult>
  /** Sends SIGKILL to the remote process group; sshd does so since OpenSSH 7.9. */
  readonly kill: () => void
  /** Stops waiting: the result rejects. */
  readonly abandon: (reason: string) => void
}

/** Starts a command in a session of its own. The result rejects with InfrastructureError when the link broke or the server refused. */
export const runCommand = (link: SshLink, remote: RemoteCommand): RunningCommand => {
  let channel: ClientChannel | undefined
  let isKilled = false
  const kill = (): void => {
    isKilled = true
    if (channel !== undefined) sendKill(link.client, channel)
  }
  let giveUp: (error: InfrastructureError) => void = () => {}
  const result = new Promise<RemoteResult>((resolve, reject) => {
    giveUp = reject
    const lost = link.lost()
    if (lost !== undefined) {
      reject(lost)
      return
    }
    const forget = link.onLost(reject)
    link.client.exec(remote.command, { env: { ...remote.environment } }, (error, opened) => {
      if (error !== undefined) {
        forget()
        reject(new InfrastructureError(`the server did not start the command: ${error.message}`, { cause: error }))
        return
      }
      channel = opened
      if (isKilled) kill()
      collect(opened, remote, (finished) => {
        forget()
        if (finished instanceof Error) reject(finished)
        else resolve(finished)
      })
    })
  })
  const abandon = (reason: string): void => {
    channel?.destroy()
    giveUp(new InfrastructureError(reason))
  }
  return { result, kill, abandon }
}

const collect = (
  channel: ClientChannel,
  { stdin, outputLimitBytes }: RemoteCommand,
  done: (finished: RemoteResult | InfrastructureError) => void,
): void => {
  const stdout = createBoundedOutput(outputLimitBytes)
  const stderr = createBoundedOutput(outputLimitBytes)
  let exit: RemoteResult['exit'] | undefined
  channel.on('data', stdout.add)
  channel.stderr.on('data', stderr.add)
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
        ? new InfrastructureError('the session was closed without an exit status: the outcome is unknown')
        : { exit, stdout: stdout.text(), stderr: stderr.text(), isCut: stdout.isCut() || stderr.isCut() },
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
