import { styleText } from 'node:util'
import type { CliIo, TextSink } from './io.ts'

export interface Paint {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly faint: (text: string) => string
  readonly strong: (text: string) => string
}

/** Colours for a terminal, unless the user set NO_COLOR (https://no-color.org) or the terminal is dumb. */
export const paintFor = ({ env }: Pick<CliIo, 'env'>, sink: TextSink): Paint => {
  const isPlain = !sink.isTTY || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    isPlain ? text : styleText(format, text, { validateStream: false })
  return { good: style('green'), bad: style('red'), faint: style('dim'), strong: style('bold') }
}
