import { createEventQueue } from '../engine/event-queue.ts'
import { captureSink, textSource } from './streams.ts'
import type { Outcome, ProcessTable, ProgramCall, Streams } from './types.ts'

/** What a command did whose time was played ahead. */
export interface Settled {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** Cluster time that it takes, ms; Infinity when it did not end within the limit. */
  readonly elapsedMs: number
}

export interface Command {
  readonly argv: readonly string[]
  readonly run: (call: ProgramCall) => Outcome
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  readonly stdin?: string
  /** The streams of the container's first process, for what writes to `/proc/1/fd/2`. */
  readonly container?: Streams
}

/**
 * Runs a command to its end now, on a clock of its own that begins at `atMs`: what it does in the container is done at once, and the
 * result says how long it took. For requests and probes, which are settled when they begin.
 */
export const runAtOnce = (table: ProcessTable, command: Command, atMs: number, limitMs: number): Settled => {
  const queue = createEventQueue()
  let nowMs = atMs
  let sequence = 0
  const clock = {
    nowMs: () => nowMs,
    schedule: (delayMs: number, event: () => void) => {
      const entry = { atMs: nowMs + delayMs, sequence: ++sequence, run: event as (() => void) | undefined }
      queue.push(entry)
      return () => queue.withdraw(entry)
    },
  }
  const stdout = captureSink()
  const stderr = captureSink()
  const own = table.fork(clock, command.container ?? table.streams)
  // A process that only starts the command: the first process of a table is deaf to signals.
  const root = own.spawn({
    argv: ['probe'],
    run: function* ({ table: inner }) {
      const child = inner.spawn({
        ...command,
        streams: { stdin: textSource(command.stdin ?? ''), stdout, stderr },
        parent: 1,
      })
      yield { kind: 'until', test: () => child.exitCode !== undefined }
      return child.exitCode ?? 0
    },
    environment: command.environment,
    directory: command.directory,
    streams: { stdin: textSource(''), stdout, stderr },
    parent: 0,
  })
  while (root.exitCode === undefined) {
    const event = queue.peek()
    if (event === undefined || event.atMs - atMs > limitMs) {
      own.stop()
      return { exitCode: 137, stdout: stdout.text(), stderr: stderr.text(), elapsedMs: Number.POSITIVE_INFINITY }
    }
    queue.pop()
    nowMs = event.atMs
    const { run } = event
    event.run = undefined
    run?.()
  }
  return { exitCode: root.exitCode, stdout: stdout.text(), stderr: stderr.text(), elapsedMs: nowMs - atMs }
}
