import { lastValue } from './read-options.ts'
import { joined, linesOf, textCommand } from './text-command.ts'

/** column of util-linux: `-t` with `-s SEPARATORS`, `-o SEPARATOR`, `-N NAMES`; without `-t` one entry a line, as on a narrow page. */
export const column = textCommand({
  name: 'column',
  options: {
    flags: 'tnex',
    valued: 'soNRlc',
    long: {
      table: 't',
      separator: 's',
      'output-separator': 'o',
      'table-columns': 'N',
      'table-right': 'R',
      'output-width': 'c',
    },
  },
  run: (inputs, options) => {
    const lines = inputs.flatMap(({ text }) => linesOf(text)).filter((line) => line.trim() !== '')
    if (!options.flags.has('t')) return { stdout: joined(lines) }
    const separators = lastValue(options, 's')
    const split = (line: string): readonly string[] => {
      if (separators === undefined) return line.trim().split(/[ \t]+/)
      const cells = [...line].reduce<string[]>(
        (parts, letter) => {
          if (separators.includes(letter)) parts.push('')
          else parts.push((parts.pop() ?? '') + letter)
          return parts
        },
        [''],
      )
      return cells
    }
    const names = lastValue(options, 'N')?.split(',')
    const rows = [...(names === undefined ? [] : [names]), ...lines.map(split)]
    const count = Math.max(0, ...rows.map((row) => row.length))
    const widths = Array.from({ length: count }, (_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
    const rights = new Set(lastValue(options, 'R')?.split(','))
    const isRight = (at: number): boolean => rights.has(String(at + 1)) || rights.has(names?.[at] ?? '')
    const between = lastValue(options, 'o') ?? '  '
    return {
      stdout: joined(
        rows.map((row) =>
          widths
            .map((width, at) => {
              const cell = row[at] ?? ''
              if (isRight(at)) return cell.padStart(width)
              return at === count - 1 ? cell : cell.padEnd(width)
            })
            .join(between),
        ),
      ),
    }
  },
})
