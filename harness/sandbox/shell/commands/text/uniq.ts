import { lastValue } from './read-options.ts'
import { joined, linesOf, textCommand } from './text-command.ts'

/** GNU uniq: `-c`, `-d`, `-u`, `-i`, `-f N`, `-s N`, `-w N`. */
export const uniq = textCommand({
  name: 'uniq',
  options: {
    flags: 'cdui',
    valued: 'fsw',
    long: { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i', 'skip-fields': 'f', 'skip-chars': 's' },
  },
  run: (inputs, options) => {
    const skipped = Number(lastValue(options, 'f') ?? 0)
    const from = Number(lastValue(options, 's') ?? 0)
    const width = lastValue(options, 'w')
    const keyOf = (line: string): string => {
      const kept = skipped === 0 ? line : line.replace(new RegExp(`^(?:[ \\t]*[^ \\t]+){0,${skipped}}`), '')
      const key = kept.slice(from, width === undefined ? undefined : from + Number(width))
      return options.flags.has('i') ? key.toLowerCase() : key
    }
    const groups: { readonly line: string; readonly key: string; count: number }[] = []
    for (const line of linesOf(inputs[0]?.text ?? '')) {
      const key = keyOf(line)
      const last = groups.at(-1)
      if (last?.key === key) last.count += 1
      else groups.push({ line, key, count: 1 })
    }
    const shown = groups.filter(
      ({ count }) => !(options.flags.has('d') && count === 1) && !(options.flags.has('u') && count > 1),
    )
    return {
      stdout: joined(
        shown.map(({ line, count }) => (options.flags.has('c') ? `${String(count).padStart(7)} ${line}` : line)),
      ),
    }
  },
})
