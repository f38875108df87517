import { readAll } from '../streams.ts'
import type { Program } from '../types.ts'

export const tr: Program = {
  *run(call) {
    const text = yield* readAll(call.streams.stdin)
    const flags = call.args.filter((arg) => arg.startsWith('-')).join('')
    const [from = '', to = ''] = call.args.filter((arg) => !arg.startsWith('-')).map(characters)
    if (flags.includes('d')) call.streams.stdout.write([...text].filter((one) => !from.includes(one)).join(''))
    else {
      let mapped = ''
      for (const one of text) {
        const at = from.indexOf(one)
        const next = at < 0 ? one : (to[Math.min(at, to.length - 1)] ?? '')
        if (!(flags.includes('s') && at >= 0 && mapped.endsWith(next))) mapped += next
      }
      call.streams.stdout.write(mapped)
    }
    return 0
  },
}

const characters = (set: string): string =>
  set
    .replaceAll('[:upper:]', 'A-Z')
    .replaceAll('[:lower:]', 'a-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:space:]', ' \t\n')
    .replaceAll(/\\(\d+|[ntr\\])/g, (_all, code: string) =>
      code === 'n'
        ? '\n'
        : code === 't'
          ? '\t'
          : code === 'r'
            ? '\r'
            : code === '\\'
              ? '\\'
              : String.fromCodePoint(Number.parseInt(code, 8)),
    )
    .replaceAll(/(.)-(.)/gs, (_all, first: string, last: string) => {
      const [start, end] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0]
      return Array.from({ length: Math.max(0, end - start + 1) }, (_, index) =>
        String.fromCodePoint(start + index),
      ).join('')
    })
