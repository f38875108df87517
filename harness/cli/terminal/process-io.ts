import type { WriteStream } from 'node:tty'
import { InterruptedError } from '../../domain/errors.ts'
import { exitCode } from './exit-code.ts'
import type { CliIo, TextSink } from './io.ts'

/**
 * The command line's view of the real process. The first SIGINT or SIGTERM aborts, a second one ends the process at once; a reader
 * that goes away (`| head`) ends it quietly.
 */
export const processIo = (): CliIo => {
  const stop = new AbortController()
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(exitCode.interrupted)
    process.stderr.write(`\n${name}: finishing; once more to stop at once\n`)
    stop.abort(new InterruptedError(`stopped by ${name}`))
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit()
    })
  }
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    env: process.env,
    signal: stop.signal,
  }
}

const sinkOf = (stream: WriteStream): TextSink => ({
  write: (text) => void stream.write(text),
  // Undefined where the stream is a file or a pipe, whatever its type says.
  isTTY: Boolean(stream.isTTY),
  get columns() {
    return (stream.columns as number | undefined) ?? 80
  },
})
