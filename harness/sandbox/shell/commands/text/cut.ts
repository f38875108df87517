import { lastValue, UsageError } from './read-options.ts'
import { joined, linesOf, textCommand } from './text-command.ts'

/** GNU cut: `-f`, `-c`, `-b`, `-d`, `-s`, `--complement`, `--output-delimiter`. */
export const cut = textCommand({
  name: 'cut',
  options: {
    flags: 'sC',
    valued: 'fcbdO',
    long: {
      fields: 'f',
      characters: 'c',
      bytes: 'b',
      delimiter: 'd',
      'only-delimited': 's',
      complement: 'C',
      'output-delimiter': 'O',
    },
  },
  run: (inputs, options) => {
    const fields = lastValue(options, 'f')
    const list = fields ?? lastValue(options, 'c') ?? lastValue(options, 'b')
    if (list === undefined) throw usage('you must specify a list of bytes, characters, or fields')
    const delimiter = lastValue(options, 'd') ?? '\t'
    if (delimiter.length > 1) throw usage('the delimiter must be a single character')
    const isSelected = parseList(list, fields !== undefined)
    const isKept = (_part: string, index: number): boolean => isSelected(index + 1) !== options.flags.has('C')
    const separator = lastValue(options, 'O')
    const cutLine = (line: string): readonly string[] => {
      if (fields === undefined) return [[...line].filter(isKept).join('')]
      if (!line.includes(delimiter)) return options.flags.has('s') ? [] : [line]
      return [
        line
          .split(delimiter)
          .filter(isKept)
          .join(separator ?? delimiter),
      ]
    }
    return { stdout: joined(inputs.flatMap(({ text }) => linesOf(text)).flatMap(cutLine)) }
  },
})

const usage = (what: string): UsageError => new UsageError(`cut: ${what}\nTry 'cut --help' for more information.`)

const parseList = (list: string, isFields: boolean): ((position: number) => boolean) => {
  const ranges = list.split(/[,\s]/).map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part)
    if (match === null || part === '' || part === '-')
      throw usage(`invalid ${isFields ? 'field' : 'byte/character'} value ‘${part}’`)
    const [, first = '', dash = '', last = ''] = match
    const from = first === '' ? 1 : Number(first)
    if (from === 0) throw usage(`${isFields ? 'fields' : 'byte/character positions'} are numbered from 1`)
    return { from, to: dash === '' ? from : last === '' ? Number.POSITIVE_INFINITY : Number(last) }
  })
  return (position) => ranges.some(({ from, to }) => position >= from && position <= to)
}
