/** What grep was asked to do. */
export interface GrepOptions {
  readonly patterns: readonly string[]
  readonly patternFiles: readonly string[]
  readonly files: readonly string[]
  readonly syntax: 'basic' | 'extended' | 'fixed' | 'perl'
  readonly before: number
  readonly after: number
  readonly maxCount: number
  readonly flags: ReadonlySet<Flag>
  readonly includes: readonly string[]
}

export type Flag = 'i' | 'v' | 'c' | 'n' | 'r' | 'q' | 'w' | 'x' | 'l' | 'L' | 'o' | 'h' | 'H' | 's' | 'z' | 'b'

export class GrepUsage extends Error {
  override readonly name = 'GrepUsage'
}

const LONG: Readonly<Record<string, string>> = {
  'extended-regexp': 'E',
  'fixed-strings': 'F',
  'basic-regexp': 'G',
  'perl-regexp': 'P',
  regexp: 'e',
  file: 'f',
  'ignore-case': 'i',
  'invert-match': 'v',
  count: 'c',
  'line-number': 'n',
  recursive: 'r',
  quiet: 'q',
  silent: 'q',
  'word-regexp': 'w',
  'line-regexp': 'x',
  'files-with-matches': 'l',
  'files-without-match': 'L',
  'only-matching': 'o',
  'no-filename': 'h',
  'with-filename': 'H',
  'no-messages': 's',
  'max-count': 'm',
  'after-context': 'A',
  'before-context': 'B',
  context: 'C',
  text: 'a',
  include: 'include',
}
const WITH_VALUE = new Set(['e', 'f', 'm', 'A', 'B', 'C', 'include'])
/** Accepted, without a meaning here. */
const WITHOUT_EFFECT = new Set(['a', 'U'])
const SYNTAXES: Readonly<Record<string, GrepOptions['syntax']>> = { E: 'extended', F: 'fixed', G: 'basic', P: 'perl' }
const FLAGS = new Set('ivcnrqwxlLohHszb')

/** @throws {GrepUsage} with grep's own words */
export const parseGrepOptions = (args: readonly string[], syntax: GrepOptions['syntax'] = 'basic'): GrepOptions => {
  const result = {
    patterns: [] as string[],
    patternFiles: [] as string[],
    files: [] as string[],
    includes: [] as string[],
    syntax,
    before: 0,
    after: 0,
    maxCount: Number.POSITIVE_INFINITY,
    flags: new Set<Flag>(),
  }
  const apply = (option: string, value: string): void => {
    const { [option]: named } = SYNTAXES
    if (named !== undefined) result.syntax = named
    else if (option === 'e') result.patterns.push(value)
    else if (option === 'f') result.patternFiles.push(value)
    else if (option === 'include') result.includes.push(value)
    else if (option === 'm') result.maxCount = count(value, 'max count')
    else if (option === 'A') result.after = count(value)
    else if (option === 'B') result.before = count(value)
    else if (option === 'C') result.before = result.after = count(value)
    else if (option === 'y') result.flags.add('i')
    else if (option === 'R') result.flags.add('r')
    else if (FLAGS.has(option)) result.flags.add(option as Flag)
    else if (!WITHOUT_EFFECT.has(option)) throw new GrepUsage(`grep: invalid option -- '${option}'\n${USAGE}`)
  }
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      result.files.push(...rest.splice(0))
    } else if (arg.startsWith('--')) {
      const [name = '', value] = splitOnce(arg.slice(2), '=')
      if (/^colou?r$|^line-buffered$|^binary-files$/.test(name)) continue
      const option = LONG[name]
      if (option === undefined) throw new GrepUsage(`grep: unrecognized option '${arg}'\n${USAGE}`)
      apply(option, WITH_VALUE.has(option) ? (value ?? rest.shift() ?? missing(option)) : '')
    } else if (/^-\d+$/.test(arg)) {
      apply('C', arg.slice(1))
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let at = 1; at < arg.length; at += 1) {
        const option = arg.charAt(at)
        if (!WITH_VALUE.has(option)) {
          apply(option, '')
          continue
        }
        apply(option, arg.slice(at + 1) || (rest.shift() ?? missing(option)))
        break
      }
    } else result.files.push(arg)
  }
  if (result.patterns.length === 0 && result.patternFiles.length === 0) {
    const pattern = result.files.shift()
    if (pattern === undefined) throw new GrepUsage(USAGE)
    result.patterns.push(pattern)
  }
  return result
}

const USAGE = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information."

const count = (value: string, what = 'context length argument'): number => {
  if (!/^\d+$/.test(value))
    throw new GrepUsage(what === 'max count' ? 'grep: invalid max count' : `grep: ${value}: invalid ${what}`)
  return Number(value)
}

const missing = (option: string): never => {
  throw new GrepUsage(`grep: option requires an argument -- '${option}'\n${USAGE}`)
}

const splitOnce = (text: string, separator: string): readonly string[] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
