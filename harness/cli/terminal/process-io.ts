import type { WriteStream } from 'node:tty'
import { exitCode } from './exit-code.ts'
import type { CliIo, TextSink } from './io.ts'
import { createStopper } from './stopper.ts'

/**
 * The command line's view of the real process. The first SIGINT or SIGTERM aborts, a second one ends the process at once and
 * says what is kept; a reader that goes away (`| head`) ends it quietly, unless it is being stopped and has to clean up.
 */
export const processIo = (): CliIo => {
  const stopper = createStopper({
    say: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    end: () => process.exit(exitCode.interrupted),
  })
  process.on('SIGINT', stopper.onSignal)
  process.on('SIGTERM', stopper.onSignal)
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      // Ctrl-C ends a whole pipeline: whoever read this has gone first.
      if (!stopper.signal.aborted) process.exit()
    })
  }
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    env: process.env,
    signal: stopper.signal,
    whenStoppedAtOnce: stopper.whenStoppedAtOnce,
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
