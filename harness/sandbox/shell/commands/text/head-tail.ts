import type { Options } from './read-options.ts'
import { lastValue, UsageError } from './read-options.ts'
import type { Input } from './text-command.ts'
import { textCommand } from './text-command.ts'

const OPTIONS = {
  valued: 'nc',
  long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v' },
  number: 'n',
}

/** GNU head: `-n N`, `-n -N`, `-c N`, `-N`, `-q`, `-v`. */
export const head = textCommand({
  name: 'head',
  options: { ...OPTIONS, flags: 'qv' },
  run: (inputs, options) => {
    const { amount, sign, isBytes } = readAmount('head', options)
    const take = (text: string): string => {
      const parts = isBytes ? bytesOf(text) : linesWithEnds(text)
      return back(parts.slice(0, sign === '-' ? Math.max(0, parts.length - amount) : amount), isBytes)
    }
    return { stdout: titled(inputs, options, take) }
  },
})

/** GNU tail: `-n N`, `-n +N`, `-c N`, `-N`, `-q`, `-v`; `-f` ends with the text, as nothing else writes to a file meanwhile. */
export const tail = textCommand({
  name: 'tail',
  options: { ...OPTIONS, flags: 'qvfF', long: { ...OPTIONS.long, follow: 'f' } },
  run: (inputs, options) => {
    const { amount, sign, isBytes } = readAmount('tail', options)
    const take = (text: string): string => {
      const parts = isBytes ? bytesOf(text) : linesWithEnds(text)
      return back(parts.slice(sign === '+' ? Math.max(0, amount - 1) : Math.max(0, parts.length - amount)), isBytes)
    }
    return { stdout: titled(inputs, options, take) }
  },
})

interface Amount {
  readonly amount: number
  readonly sign: string
  readonly isBytes: boolean
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 512, k: 1024, K: 1024, M: 1 << 20, kB: 1000, MB: 1_000_000 }

const readAmount = (program: string, options: Options): Amount => {
  const bytes = lastValue(options, 'c')
  const value = bytes ?? lastValue(options, 'n') ?? '10'
  const match = /^([+-]?)(\d+)(b|k|K|M|kB|MB)?$/.exec(value)
  if (match === null)
    throw new UsageError(`${program}: invalid number of ${bytes === undefined ? 'lines' : 'bytes'}: ‘${value}’`)
  return {
    amount: Number(match[2]) * (UNITS[match[3] ?? ''] ?? 1),
    sign: match[1] ?? '',
    isBytes: bytes !== undefined,
  }
}

const linesWithEnds = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** One character for each byte of the text as UTF-8. */
const bytesOf = (text: string): readonly string[] => [...Buffer.from(text).toString('latin1')]

const back = (parts: readonly string[], isBytes: boolean): string =>
  isBytes ? Buffer.from(parts.join(''), 'latin1').toString() : parts.join('')

const titled = (inputs: readonly Input[], options: Options, take: (text: string) => string): string => {
  const hasTitles = options.flags.has('v') || (inputs.length > 1 && !options.flags.has('q'))
  return inputs
    .map(({ name, text }) => (hasTitles ? `==> ${name === '-' ? 'standard input' : name} <==\n` : '') + take(text))
    .join(hasTitles ? '\n' : '')
}
