import { BrokenPipe, type Activity, type Outcome, type Sink, type Source } from './types.ts'

export const nothing = (): void => {}

export const nullSink: Sink = { write: nothing, retain: nothing, release: nothing }

export const textSource = (text: string): Source => {
  let rest = text
  return {
    take: () => {
      const taken = rest
      rest = ''
      return taken
    },
    restore: (unused) => {
      rest = unused + rest
    },
    hasText: () => rest !== '',
    isClosed: () => true,
    retain: nothing,
    release: nothing,
  }
}

/** Collects what is written. */
export const captureSink = (): Sink & { readonly text: () => string } => {
  let all = ''
  return {
    write: (text) => {
      all += text
    },
    text: () => all,
    retain: nothing,
    release: nothing,
  }
}

/** Hands on whole lines; a piece without its end of line waits for the rest, or for `flush`. */
export const lineSink = (line: (text: string) => void): Sink & { readonly flush: () => void } => {
  let open = ''
  return {
    write: (text) => {
      const lines = (open + text).split('\n')
      open = lines.pop() ?? ''
      for (const one of lines) line(one)
    },
    flush: () => {
      if (open !== '') line(open)
      open = ''
    },
    retain: nothing,
    release: nothing,
  }
}

/** A pipe between processes; `poke` wakes whoever waits for its other end. */
export const createPipe = (poke: () => void): { readonly sink: Sink; readonly source: Source } => {
  let buffer = ''
  let writers = 0
  let readers = 0
  let wasRead = false
  return {
    sink: {
      write: (text) => {
        if (wasRead && readers === 0) throw new BrokenPipe('nobody reads the pipe')
        buffer += text
        poke()
      },
      retain: () => {
        writers += 1
      },
      release: () => {
        writers -= 1
        if (writers === 0) poke()
      },
    },
    source: {
      take: () => {
        const taken = buffer
        buffer = ''
        return taken
      },
      restore: (unused) => {
        buffer = unused + buffer
      },
      hasText: () => buffer !== '',
      isClosed: () => writers === 0,
      retain: () => {
        readers += 1
        wasRead = true
      },
      release: () => {
        readers -= 1
      },
    },
  }
}

/** Everything until the end. */
export function* readAll(source: Source): Activity<string> {
  let text = source.take()
  while (!source.isClosed()) {
    yield { kind: 'until', test: () => source.hasText() || source.isClosed() }
    text += source.take()
  }
  return text
}

/** The next line without its end. @returns `undefined` at the end of the source */
export function* readLine(source: Source): Activity<string | undefined> {
  let text = source.take()
  for (;;) {
    const at = text.indexOf('\n')
    if (at >= 0) {
      source.restore(text.slice(at + 1))
      return text.slice(0, at)
    }
    if (source.isClosed() && !source.hasText()) return text === '' ? undefined : text
    yield { kind: 'until', test: () => source.hasText() || source.isClosed() }
    text += source.take()
  }
}

/** Waits for what may be over at once. */
export function* settled(outcome: Outcome): Activity<number> {
  return typeof outcome === 'number' ? outcome : yield* outcome
}
