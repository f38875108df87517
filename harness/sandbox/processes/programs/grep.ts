import type { Program } from '../types.ts'
import { basic } from './expression.ts'
import { ended, inputOf, linesOf } from './read-input.ts'

/** `grep`, as far as basic and extended expressions of the two languages agree. */
export const grep: Program = {
  *run(call) {
    const flags = new Set<string>()
    const rest: string[] = []
    let pattern: string | undefined
    for (let at = 0; at < call.args.length; at += 1) {
      const arg = call.args[at] ?? ''
      if (arg === '-e') {
        at += 1
        pattern = call.args[at]
      } else if (/^-[a-zA-Z]+$/.test(arg)) for (const letter of arg.slice(1)) flags.add(letter)
      else rest.push(arg)
    }
    const wanted = pattern ?? rest.shift() ?? ''
    const text = yield* inputOf(call, rest)
    if (text === undefined) return 2
    const isExtended = flags.has('E') || call.name.endsWith('egrep')
    const source = flags.has('F')
      ? wanted.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
      : isExtended
        ? wanted
        : basic(wanted)
    const expression = new RegExp(flags.has('w') ? `\\b(?:${source})\\b` : source, flags.has('i') ? 'i' : '')
    const found = linesOf(text).filter((line) => expression.test(line) !== flags.has('v'))
    if (flags.has('c')) call.streams.stdout.write(`${found.length}\n`)
    else if (!flags.has('q'))
      call.streams.stdout.write(ended(flags.has('o') ? found.map((line) => expression.exec(line)?.[0] ?? '') : found))
    return found.length > 0 ? 0 : 1
  },
}
