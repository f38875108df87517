import { KubectlError } from '../errors.ts'
import { parseDuration } from './duration.ts'
import { nameOfShort } from './short-flags.ts'
import type { FlagSpec, FlagSpecs, Flags } from './types.ts'

type Values = Map<string, string[]>

/**
 * Reads a command line by the rules of pflag: flags before, between and after arguments, `--name=value`, `--name value`, `-n value`,
 * `-nvalue`, `-n=value`, grouped short switches, and `--` as the end of flags.
 * @param command as in usage hints, such as `kubectl get`
 * @throws {KubectlError} with kubectl's wording
 */
export const parseFlags = (command: string, specs: FlagSpecs, argv: readonly string[]): Flags => {
  const values: Values = new Map()
  const args: string[] = []
  const typed: string[] = []
  let dashAt = -1
  let index = 0
  const fail = (message: string): never => {
    throw new KubectlError(`Error: ${message}\nSee '${command} --help' for usage.`)
  }
  const set = (label: string, name: string, spec: FlagSpec, value: string): void => {
    const problem = problemOf(spec, value)
    if (problem !== undefined) fail(`invalid argument "${value}" for "${label}" flag: ${problem}`)
    typed.push(`--${name}=${value}`)
    const earlier = values.get(name) ?? []
    const repeatable = spec.type === 'strings' || spec.type === 'array'
    const parts = spec.type === 'strings' ? value.split(',') : [value]
    values.set(name, repeatable ? [...earlier, ...parts] : [value])
  }
  const long = (word: string): void => {
    const [, name = '', inline] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? []
    if (name === '' || name.startsWith('-')) fail(`bad flag syntax: ${word}`)
    const spec = specs[name] ?? fail(`unknown flag: --${name}`)
    const label = spec.short === undefined ? `--${name}` : `-${spec.short}, --${name}`
    const implied = impliedBy(spec)
    if (inline !== undefined) set(label, name, spec, inline)
    else if (implied !== undefined) set(label, name, spec, implied)
    else {
      if (index >= argv.length) fail(`flag needs an argument: --${name}`)
      set(label, name, spec, argv[index++] ?? '')
    }
  }
  const short = (word: string): void => {
    let rest = word.slice(1)
    while (rest !== '') {
      const letter = rest.charAt(0)
      const name = nameOfShort(specs, letter) ?? fail(`unknown shorthand flag: '${letter}' in -${rest}`)
      const spec = specs[name] ?? fail(`unknown flag: --${name}`)
      const label = `-${letter}, --${name}`
      const implied = impliedBy(spec)
      const shown = rest
      rest = rest.slice(1)
      if (rest.startsWith('=')) {
        set(label, name, spec, rest.slice(1))
        return
      }
      if (implied !== undefined) {
        set(label, name, spec, implied)
        continue
      }
      if (rest === '' && index >= argv.length) fail(`flag needs an argument: '${letter}' in -${shown}`)
      set(label, name, spec, rest === '' ? (argv[index++] ?? '') : rest)
      return
    }
  }
  while (index < argv.length) {
    const word = argv[index++] ?? ''
    if (word === '--') {
      dashAt = args.length
      args.push(...argv.slice(index))
      break
    }
    if (word.startsWith('--')) long(word)
    else if (word.startsWith('-') && word.length > 1) short(word)
    else args.push(word)
  }
  return flagsOf(specs, values, { typed, args, dashAt })
}

const flagsOf = (specs: FlagSpecs, values: Values, line: Pick<Flags, 'typed' | 'args' | 'dashAt'>): Flags => {
  const spec = (name: string): FlagSpec => {
    const found = specs[name]
    if (found === undefined) throw new RangeError(`the command has no flag --${name}`)
    return found
  }
  const text = (name: string): string => {
    const { initial } = { initial: undefined, ...spec(name) }
    return values.get(name)?.at(-1) ?? (initial === undefined ? '' : String(initial))
  }
  return {
    text,
    bool: (name) => ['true', '1', 't', 'T', 'TRUE', 'True'].includes(text(name)),
    int: (name) => Number(text(name) || '0'),
    durationMs: (name) => parseDuration(text(name)) ?? Number(text(name) || '0') * 1000,
    list: (name) => (spec(name), values.get(name) ?? []),
    given: (name) => (spec(name), values.has(name)),
    ...line,
  }
}

/** The value of a flag that stands alone. */
const impliedBy = (spec: FlagSpec): string | undefined => {
  switch (spec.type) {
    case 'bool':
      return 'true'
    case 'string':
      return spec.implied
    case 'int':
    case 'duration':
    case 'strings':
    case 'array':
      return undefined
  }
}

const problemOf = (spec: FlagSpec, value: string): string | undefined => {
  switch (spec.type) {
    case 'bool':
      return /^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(value)
        ? undefined
        : `strconv.ParseBool: parsing "${value}": invalid syntax`
    case 'int':
      return /^[+-]?\d+$/.test(value) ? undefined : `strconv.ParseInt: parsing "${value}": invalid syntax`
    case 'duration':
      return parseDuration(value) === undefined ? durationProblem(value) : undefined
    case 'string':
    case 'strings':
    case 'array':
      return undefined
  }
}

const durationProblem = (value: string): string =>
  /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(value)
    ? `time: missing unit in duration "${value}"`
    : `time: invalid duration "${value}"`
