import { lastValue } from './read-options.ts'
import { joined, linesOf, textCommand } from './text-command.ts'

/** GNU paste: `-d LIST`, `-s`; every `-` takes its share of the standard input's lines. */
export const paste = textCommand({
  name: 'paste',
  options: { flags: 's', valued: 'd', long: { serial: 's', delimiters: 'd' } },
  run: (inputs, options) => {
    const delimiters = [...unescape(lastValue(options, 'd') ?? '\t')]
    const between = (index: number): string => delimiters[index % Math.max(1, delimiters.length)] ?? ''
    const glue = (parts: readonly string[]): string =>
      parts.map((part, index) => (index === 0 ? part : between(index - 1) + part)).join('')
    if (options.flags.has('s')) return { stdout: joined(inputs.map(({ text }) => glue(linesOf(text)))) }
    const shares = inputs.filter(({ name }) => name === '-').length
    let share = 0
    const columns = inputs.map(({ name, text }) => {
      const lines = linesOf(text)
      if (name !== '-') return lines
      const own = share
      share += 1
      return lines.filter((_line, index) => index % shares === own)
    })
    const height = Math.max(0, ...columns.map((column) => column.length))
    return {
      stdout: joined(Array.from({ length: height }, (_, row) => glue(columns.map((column) => column[row] ?? '')))),
    }
  },
})

const unescape = (text: string): string =>
  text.replaceAll(/\\(.)/g, (_all, letter: string) => ({ n: '\n', t: '\t', '0': '' })[letter] ?? letter)
