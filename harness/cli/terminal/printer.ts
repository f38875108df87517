import type { CliIo } from './io.ts'
import { neutralise, neutraliseJson } from './neutralise.ts'
import { type Paint, paintFor } from './paint.ts'

/** A result in both of its forms; only the one that is wanted is made. */
export interface Result {
  readonly json: () => unknown
  readonly text: (paint: Paint) => string
}

/** Where a command says what it has to say. */
export interface Printer {
  /** The result, on stdout: text on a terminal, JSON elsewhere or where the user asked for it. */
  readonly result: (result: Result) => void
  /** A line of the log, on stderr. */
  readonly log: (line: string) => void
  readonly wantsJson: boolean
}

export const createPrinter = (io: CliIo, asksForJson: boolean): Printer => {
  const wantsJson = asksForJson || !io.stdout.isTTY
  return {
    wantsJson,
    result: ({ json, text }) =>
      io.stdout.write(
        `${wantsJson ? neutraliseJson(JSON.stringify(json(), null, 2)) : neutralise(text(paintFor(io, io.stdout)))}\n`,
      ),
    log: (line) => io.stderr.write(`${neutralise(line)}\n`),
  }
}
