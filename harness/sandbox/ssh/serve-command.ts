import type { ServerChannel } from 'ssh2'
import type { HostRequest, HostResult } from '../shell/host/create-host-shell.ts'
import type { LiveOutput } from '../api/types/connect.ts'

export type Execute = (request: HostRequest) => Promise<HostResult>

/** With this a message of the sandbox begins where a real server says nothing: why a command ended by a signal. */
export const NOTE = 'opsskill: '

/** What a client may send to a command's stdin. */
const MAX_STDIN_BYTES = 16 << 20

/**
 * Reads stdin to its end, runs the command and answers: output, then exit status, or the signal that ended it with a note. People
 * see output when it is printed.
 * @param graceMs after so long without any stdin the command begins; what comes later is said to be lost. Default: never
 */
export const serveCommand = (
  channel: ServerChannel,
  execute: Execute,
  request: Omit<HostRequest, 'stdin'>,
  graceMs?: number,
): void => {
  const chunks: Buffer[] = []
  let bytes = 0
  let isStarted = false
  let isLate = false
  channel.on('data', (chunk: Buffer) => {
    isLate ||= isStarted
    bytes += chunk.length
    if (bytes <= MAX_STDIN_BYTES && !isStarted) chunks.push(chunk)
  })
  // The client went away; there is nobody to tell.
  channel.on('error', () => channel.destroy())
  const start = (): void => {
    if (isStarted) return
    isStarted = true
    if (bytes > MAX_STDIN_BYTES) {
      fail(channel, new Error(`more than ${MAX_STDIN_BYTES} bytes of stdin`))
      return
    }
    const live: LiveOutput = (stream, text) => {
      if (channel.writable) (stream === 'stdout' ? channel : channel.stderr).write(text)
    }
    const heard = graceMs === undefined ? {} : { live }
    execute({ ...request, ...heard, stdin: Buffer.concat(chunks).toString('utf8') }).then(
      (result) => {
        const stderr = isLate
          ? `${result.stderr}${NOTE}stdin came after the command had begun, and was not read\n`
          : result.stderr
        answer(channel, request, { ...result, stderr })
      },
      (error: unknown) => fail(channel, error),
    )
  }
  channel.once('end', start)
  if (graceMs !== undefined) setTimeout(() => bytes === 0 && start(), graceMs).unref()
}

const answer = (
  channel: ServerChannel,
  { timeoutMs, signal }: Omit<HostRequest, 'stdin'>,
  result: HostResult,
): void => {
  // stderr first: the end of stdout closes the channel.
  write(channel.stderr, result.stderr, () =>
    write(channel, result.stdout, () => {
      if (result.status === 'timed-out')
        channel.exit('KILL', false, `${NOTE}limit of ${timeoutMs} ms of cluster time passed`)
      else if (signal?.aborted === true) channel.exit('KILL', false, '')
      else channel.exit(result.exitCode)
      channel.end()
    }),
  )
}

const fail = (channel: ServerChannel, error: unknown): void => {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  channel.exit('ABRT', false, `${NOTE}${message}`)
  channel.end()
}

const write = (stream: NodeJS.WritableStream, text: string, next: () => void): void => {
  if (text === '') next()
  else stream.write(text, () => next())
}
