import type { Program } from '../types.ts'
import { basic } from './expression.ts'
import { inputOf, linesOf } from './read-input.ts'

/** `sed`: substitutions, and lines printed or deleted by number or expression. */
export const sed: Program = {
  *run(call) {
    const scripts: string[] = []
    const rest: string[] = []
    let isQuiet = false
    for (let at = 0; at < call.args.length; at += 1) {
      const arg = call.args[at] ?? ''
      if (arg === '-e') {
        at += 1
        scripts.push(call.args[at] ?? '')
      } else if (arg === '-n') isQuiet = true
      else if (arg !== '-E' && arg !== '-r') rest.push(arg)
    }
    if (scripts.length === 0) scripts.push(rest.shift() ?? '')
    const text = yield* inputOf(call, rest)
    if (text === undefined) return 1
    const isExtended = call.args.includes('-E') || call.args.includes('-r')
    const steps = scripts.flatMap((script) => script.split(/[;\n](?![^/]*\/[gp]*$)/)).map((script) => script.trim())
    const lines = linesOf(text)
    for (const [index, line] of lines.entries()) {
      let current: string | undefined = line
      for (const step of steps) {
        if (current === undefined) break
        const substitution = /^s(.)((?:\\.|(?!\1).)*)\1((?:\\.|(?!\1).)*)\1([gi]*)$/.exec(step)
        const address = /^(?:(\d+|\$)|\/(.*)\/)([pd])$/.exec(step)
        if (substitution !== null) {
          const [, , from = '', to = '', flags = ''] = substitution
          const source = isExtended ? from : basic(from)
          current = current.replace(
            new RegExp(source, flags),
            to
              .replaceAll('$', '$$$$')
              .replaceAll(/\\(\d)/g, '$$$1')
              .replaceAll(/(?<!\\)&/g, '$$&'),
          )
        } else if (address !== null) {
          const [, number, expression, action] = address
          const isHit =
            number === undefined
              ? new RegExp(basic(expression ?? '')).test(current)
              : number === '$'
                ? index === lines.length - 1
                : Number(number) === index + 1
          if (isHit && action === 'p') call.streams.stdout.write(`${current}\n`)
          if (isHit && action === 'd') current = undefined
        } else if (step !== '') {
          call.streams.stderr.write(`sed: unsupported command ${step}\n`)
          return 1
        }
      }
      if (current !== undefined && !isQuiet) call.streams.stdout.write(`${current}\n`)
    }
    return 0
  },
}
