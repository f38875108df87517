import { byteLength, shown } from '../files/long-text.ts'
import type { Program } from '../types.ts'
import { ended, inputOf, linesOf } from './read-input.ts'

export const wc: Program = {
  *run(call) {
    const operands = call.args.filter((arg) => !arg.startsWith('-'))
    const text = yield* inputOf(call, operands)
    if (text === undefined) return 1
    const counts: Readonly<Record<string, number>> = {
      l: text.split('\n').length - 1,
      w: shown(text).split(/\s+/).filter(Boolean).length,
      c: byteLength(text),
    }
    const letters =
      call.args
        .filter((arg) => arg.startsWith('-'))
        .join('')
        .replaceAll('-', '') || 'lwc'
    const values = Array.from(letters, (letter) => String(counts[letter] ?? 0))
    const columns = values.length === 1 && operands.length === 0 ? values : values.map((value) => value.padStart(9))
    call.streams.stdout.write(`${[columns.join(''), ...operands].join(' ')}\n`)
    return 0
  },
}

const lineProgram = (work: (lines: string[], args: readonly string[]) => string[], withValue = ''): Program => ({
  *run(call) {
    const operands: string[] = []
    for (let at = 0; at < call.args.length; at += 1) {
      const arg = call.args[at] ?? ''
      if (!arg.startsWith('-')) operands.push(arg)
      else if (arg.length === 2 && withValue.includes(arg.charAt(1))) at += 1
    }
    const text = yield* inputOf(call, operands)
    if (text === undefined) return 1
    call.streams.stdout.write(ended(work(linesOf(text), call.args)))
    return 0
  },
})

export const sort = lineProgram((lines, args) => {
  const flags = args.filter((arg) => /^-[a-z]+$/.test(arg)).join('')
  const ordered = flags.includes('n')
    ? lines.toSorted((a, b) => Number.parseFloat(a) - Number.parseFloat(b))
    : lines.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const unique = flags.includes('u') ? [...new Set(ordered)] : ordered
  return flags.includes('r') ? unique.toReversed() : unique
}, 'kt')

export const uniq = lineProgram((lines, args) => {
  const groups: { readonly line: string; count: number }[] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (last?.line === line) last.count += 1
    else groups.push({ line, count: 1 })
  }
  return groups.map(({ line, count }) => (args.includes('-c') ? `${String(count).padStart(7)} ${line}` : line))
})

export const cut = lineProgram((lines, args) => {
  const value = (letter: string): string | undefined => {
    const at = args.findIndex((arg) => arg.startsWith(`-${letter}`))
    return at < 0 ? undefined : args[at]?.slice(2) || args[at + 1]
  }
  const fields = (value('f') ?? value('c') ?? '1').split(',').flatMap((range) => {
    const [from = '1', to = from] = range.split('-')
    return Array.from(
      { length: Math.max(1, (to === '' ? 64 : Number(to)) - Number(from || 1) + 1) },
      (_, index) => Number(from || 1) + index,
    )
  })
  const isByCharacter = value('f') === undefined
  const delimiter = isByCharacter ? '' : (value('d') ?? '\t')
  return lines.map((line) => {
    const parts = line.split(delimiter)
    if (!isByCharacter && parts.length === 1) return line
    return fields.flatMap((field) => parts[field - 1] ?? []).join(delimiter)
  })
}, 'fdc')
