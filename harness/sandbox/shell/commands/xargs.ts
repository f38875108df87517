import { failed } from '../script/command.ts'
import type { Call, Output, ShellCommand } from '../script/command.ts'

/** GNU xargs: `-n`, `-L`, `-I`, `-r`, `-0`, `-d`, `-t`, `-P` (one after the other). Exit code 123 when a command failed, 127 when there is none. */
export const xargs: ShellCommand = {
  name: 'xargs',
  run: async (call) => {
    const options = parse(call.args)
    if (typeof options === 'string') return failed(options)
    const quoteLeft = options.delimiter === undefined ? unmatchedQuote(call.stdin) : undefined
    if (quoteLeft !== undefined)
      return failed(
        `xargs: unmatched ${quoteLeft} quote; by default quotes are special to xargs unless you use the -0 option\n`,
      )
    let stdout = ''
    let stderr = ''
    let exitCode = 0
    let count = 0
    for (const argv of invocations(options, call)) {
      count += 1
      if (count > MOST_COMMANDS)
        return { stdout, stderr: `${stderr}xargs: stopped: more than ${MOST_COMMANDS} commands\n`, exitCode: 1 }
      if (options.isTraced) stderr += `${argv.join(' ')}\n`
      const output: Output = await call.execute({ argv })
      stdout += output.stdout
      stderr += output.stderr.replace(/^bash: (\S+): command not found$/m, 'xargs: $1: No such file or directory')
      if (output.exitCode === 126 || output.exitCode === 127) return { stdout, stderr, exitCode: output.exitCode }
      if (output.exitCode === 255)
        return { stdout, stderr: `${stderr}xargs: ${argv[0] ?? ''}: exited with status 255; aborting\n`, exitCode: 124 }
      if (output.exitCode !== 0) exitCode = 123
    }
    return { stdout, stderr, exitCode }
  },
}

/** Each costs an interpreter of its own. */
const MOST_COMMANDS = 5000

interface Options {
  readonly command: readonly string[]
  readonly perCall: number
  readonly isByLine: boolean
  readonly placeholder: string | undefined
  readonly delimiter: string | undefined
  readonly skipsEmpty: boolean
  readonly isTraced: boolean
}

const parse = (args: readonly string[]): Options | string => {
  const rest = [...args]
  const options = {
    perCall: Number.POSITIVE_INFINITY,
    isByLine: false,
    placeholder: undefined as string | undefined,
    delimiter: undefined as string | undefined,
    skipsEmpty: false,
    isTraced: false,
  }
  while (rest[0]?.startsWith('-') === true && rest[0] !== '-') {
    const arg = rest.shift() ?? ''
    if (arg === '--') break
    const option = LONG[arg.split('=')[0] ?? ''] ?? arg.charAt(1)
    const inline = arg.startsWith('--') ? arg.split('=')[1] : arg.slice(2) || undefined
    if ('0rt'.includes(option)) {
      if (option === '0') options.delimiter = '\0'
      if (option === 'r') options.skipsEmpty = true
      if (option === 't') options.isTraced = true
      // Short flags may stand together: `-0r`.
      if (inline !== undefined && !arg.startsWith('--')) rest.unshift(`-${inline}`)
      continue
    }
    if (!'nLIPsd'.includes(option)) return `xargs: invalid option -- '${option}'\n${USAGE}`
    const value = inline ?? rest.shift()
    if (value === undefined) return `xargs: option requires an argument -- '${option}'\n${USAGE}`
    if (option === 'I') options.placeholder = value
    else if (option === 'd') options.delimiter = value.replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\0`, '\0')
    else if (option === 'n' || option === 'L') {
      if (!/^[1-9]\d*$/.test(value)) return `xargs: invalid number "${value}" for -${option} option\n`
      options.perCall = Number(value)
      options.isByLine = option === 'L'
    }
  }
  return { ...options, command: rest.length === 0 ? ['echo'] : rest }
}

const LONG: Readonly<Record<string, string>> = {
  '--no-run-if-empty': 'r',
  '--null': '0',
  '--verbose': 't',
  '--max-args': 'n',
  '--max-lines': 'L',
  '--replace': 'I',
  '--max-procs': 'P',
  '--delimiter': 'd',
}

const USAGE = 'Usage: xargs [OPTION]... COMMAND [INITIAL-ARGS]...\n'

const invocations = function* (options: Options, call: Call): Generator<readonly string[]> {
  const { placeholder } = options
  if (placeholder !== undefined) {
    for (const line of lines(call.stdin, options.delimiter ?? '\n')) {
      const value = options.delimiter === undefined ? line.trimStart() : line
      if (value !== '') yield options.command.map((word) => word.replaceAll(placeholder, value))
    }
    return
  }
  const items = options.isByLine
    ? lines(call.stdin, '\n').map(words)
    : options.delimiter === undefined
      ? words(call.stdin).map((word) => [word])
      : lines(call.stdin, options.delimiter).map((item) => [item])
  const filled = items.filter((item) => item.length > 0)
  if (filled.length === 0 && !options.skipsEmpty) yield options.command
  for (let at = 0; at < filled.length; at += options.perCall) {
    yield [...options.command, ...filled.slice(at, at + options.perCall).flat()]
    if (options.perCall === Number.POSITIVE_INFINITY) return
  }
}

const lines = (text: string, delimiter: string): readonly string[] => {
  const parts = text.split(delimiter)
  if (parts.at(-1) === '') parts.pop()
  return parts
}

const unmatchedQuote = (text: string): 'single' | 'double' | undefined => {
  const left = text.replaceAll(/\\[^]|"[^"\n]*"|'[^'\n]*'/g, '')
  const first = /["']/.exec(left)?.[0]
  return first === undefined ? undefined : first === "'" ? 'single' : 'double'
}

/** Words as xargs splits them: blanks apart, quotes and backslashes taken away. */
const words = (text: string): readonly string[] =>
  [...text.matchAll(/(?:"[^"\n]*"|'[^'\n]*'|\\[^]|[^\s"'\\])+/g)].map(([word]) =>
    word.replaceAll(
      /"([^"\n]*)"|'([^'\n]*)'|\\([^])/g,
      (_all, double?: string, single?: string, escaped?: string) => double ?? single ?? escaped ?? '',
    ),
  )
