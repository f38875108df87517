import type { LiveOutput } from '../api/types/connect.ts'
import { openTalk, type OpenTalk } from './open-talk.ts'
import { lineSink } from './streams.ts'

export interface Console extends OpenTalk {
  /** Hands what stands in an open line to the log. */
  readonly flush: () => void
  /** Lets somebody hear what is written from now on. @returns how to leave */
  readonly join: (hear: LiveOutput) => () => void
}

export interface ConsoleOptions {
  readonly isTerminal: boolean
  /** Its input stays open: somebody may attach to it. */
  readonly hasInput: boolean
  /** The log of the container. */
  readonly line: (text: string) => void
  readonly poke: () => void
}

/** The streams of a container's first process: its log, and whoever is attached. */
export const openConsole = ({ line, poke, ...kind }: ConsoleOptions): Console => {
  const lines = { stdout: lineSink(line), stderr: lineSink(line) }
  const listeners = new Set<LiveOutput>()
  const talk = openTalk(poke, {
    ...kind,
    write: (stream, text) => {
      // A terminal has one stream: what was typed at the prompt stands in one line with it.
      lines[kind.isTerminal ? 'stdout' : stream].write(text)
      for (const hear of listeners) hear(stream, text)
    },
  })
  return {
    ...talk,
    flush: () => {
      lines.stdout.flush()
      lines.stderr.flush()
    },
    join: (hear) => {
      listeners.add(hear)
      return () => {
        listeners.delete(hear)
      }
    },
  }
}
