import type { Listener, LiveOutput, Talk } from '../api/types/connect.ts'
import { createPipe, nothing, textSource } from './streams.ts'
import type { ProcessTable, Sink, Streams } from './types.ts'

/** Whom a process talks to. */
export type Partner = Omit<Talk, 'meet'>

/** What the partner says reaches the processes. */
export interface OpenTalk extends Omit<Listener, 'interrupt'> {
  readonly streams: Streams
}

/** Streams between a process and somebody outside, both ways, while it runs. */
export const openTalk = (poke: () => void, { isTerminal, hasInput, write }: Partner): OpenTalk => {
  const sink = (stream: 'stdout' | 'stderr'): Sink => ({
    write: (text) => write(stream, text),
    retain: nothing,
    release: nothing,
  })
  const pipe = createPipe(poke)
  let isOpen = hasInput
  if (isOpen) pipe.sink.retain()
  return {
    streams: {
      // Whoever has ended reads no more; the pipe stays for the others.
      stdin: hasInput ? { ...pipe.source, release: nothing } : textSource(''),
      stdout: sink('stdout'),
      stderr: sink('stderr'),
      ...(isTerminal ? { isTerminal } : {}),
    },
    hear: (text) => {
      if (isOpen) pipe.sink.write(text)
    },
    close: () => {
      if (!isOpen) return
      isOpen = false
      pipe.sink.release()
    },
  }
}

/** Somebody who hears what is written, and says nothing. */
export const listenerOnly = (write: LiveOutput): Talk => ({ isTerminal: false, hasInput: false, write, meet: nothing })

/** Ctrl-C at a terminal: SIGINT for a process and all that it started. */
export const interrupt = (table: Pick<ProcessTable, 'processes' | 'signal'>, root: number): void => {
  const family = new Set([root])
  // Parents have lower numbers than their children.
  for (const { pid, parent } of table.processes()) if (family.has(parent)) family.add(pid)
  for (const pid of family) table.signal(pid, 'INT')
}
