import { POSIX_CLASSES } from '../../patterns/posix-classes.ts'
import type { Matcher } from '../../patterns/matcher.ts'
import { compileMatcher, CostlyPattern } from '../../patterns/matcher.ts'
import { GrepUsage } from './options.ts'
import type { GrepOptions } from './options.ts'

/** What matches where any of the patterns does, one a line. */
export const compilePatterns = (
  patterns: readonly string[],
  options: Pick<GrepOptions, 'syntax' | 'flags'>,
): Matcher => {
  const alternatives = patterns.flatMap((pattern) => pattern.split('\n'))
  const sources = alternatives.map((pattern) => {
    const source = translate(pattern, options.syntax)
    check(source, pattern)
    return `(?:${source})`
  })
  const any = sources.join('|')
  const whole = options.flags.has('x') ? `^(?:${any})$` : options.flags.has('w') ? `(?<![\\w])(?:${any})(?![\\w])` : any
  const ignoresCase =
    options.flags.has('i') || patterns.some((pattern) => options.syntax === 'perl' && INLINE.test(pattern))
  try {
    return compileMatcher(whole, ignoresCase)
  } catch (error) {
    if (error instanceof CostlyPattern) throw new GrepUsage("grep: exceeded PCRE's backtracking limit")
    if (error instanceof SyntaxError) throw new GrepUsage(`grep: ${complaint(patterns.join('\n'))}`)
    throw error
  }
}

const INLINE = /^\(\?i\)/

const check = (source: string, pattern: string): void => {
  try {
    new RegExp(source)
  } catch {
    throw new GrepUsage(`grep: ${complaint(pattern)}`)
  }
}

const complaint = (pattern: string): string => {
  if (/\[[^\]]*$/.test(pattern)) return 'Unmatched [, [^, [:, [., or [='
  return pattern.includes(')') && !pattern.includes('(') ? String.raw`Unmatched ) or \)` : String.raw`Unmatched ( or \(`
}

const translate = (pattern: string, syntax: GrepOptions['syntax']): string => {
  switch (syntax) {
    case 'fixed':
      return escape(pattern)
    case 'perl':
      return perl(pattern)
    case 'basic':
      return posix(pattern, false)
    case 'extended':
      return posix(pattern, true)
  }
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)

/** JavaScript's expressions lack `\K`, `\h`, `\A`, `\z` and inline flags. */
const perl = (pattern: string): string => {
  const [kept = '', ...after] = pattern.replace(INLINE, '').split(String.raw`\K`)
  const source = after.length === 0 ? kept : `(?<=${kept})${after.join('')}`
  return source
    .replaceAll(String.raw`\h`, String.raw`[ \t]`)
    .replaceAll(String.raw`\A`, '^')
    .replaceAll(/\\[zZ]/g, '$')
    .replaceAll(/\[\[:(\w+):\]\]/g, (_all, name: string) => `[${className(name)}]`)
}

const className = (name: string): string => {
  const known = POSIX_CLASSES[name]
  if (known === undefined) throw new GrepUsage('grep: Invalid character class name')
  return known
}

/** Basic and extended expressions of POSIX, with GNU's additions. */
const posix = (pattern: string, isExtended: boolean): string => {
  let source = ''
  let at = 0
  const startsHere = (): boolean =>
    source === '' || source.endsWith('(?:') || source.endsWith('(') || source.endsWith('|')
  while (at < pattern.length) {
    const character = pattern.charAt(at)
    if (character === '[') {
      const end = bracketEnd(pattern, at)
      source += bracket(pattern.slice(at, end))
      at = end
      continue
    }
    if (character === '\\') {
      const next = pattern.charAt(at + 1)
      at += 2
      if (!isExtended && '(){}|+?'.includes(next) && next !== '') source += next
      else if (next === '<') source += String.raw`\b(?=\w)`
      else if (next === '>') source += String.raw`\b(?<=\w)`
      else if (/[bBwWsSdD1-9]/.test(next)) source += `\\${next}`
      else source += escape(next === '' ? '\\' : next)
      continue
    }
    at += 1
    if (!isExtended && '(){}|+?'.includes(character)) source += `\\${character}`
    else if (character === '*' && startsHere()) source += String.raw`\*`
    else if (!isExtended && character === '^' && !startsHere()) source += String.raw`\^`
    else if (!isExtended && character === '$' && at < pattern.length && !pattern.startsWith(String.raw`\)`, at))
      source += String.raw`\$`
    else if (isExtended && character === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(at - 1))) source += String.raw`\{`
    else if (character === '/') source += String.raw`\/`
    else source += character
  }
  return source
}

const bracketEnd = (pattern: string, start: number): number => {
  let at = start + 1
  if (pattern.charAt(at) === '^') at += 1
  if (pattern.charAt(at) === ']') at += 1
  while (at < pattern.length && pattern.charAt(at) !== ']') {
    if (pattern.startsWith('[:', at)) at = Math.max(at + 1, pattern.indexOf(':]', at) + 1)
    at += 1
  }
  if (at >= pattern.length) throw new GrepUsage('grep: Unmatched [, [^, [:, [., or [=')
  return at + 1
}

/** In a bracket expression of POSIX a backslash stands for itself. */
const bracket = (text: string): string => {
  const isNegated = text.startsWith('[^')
  const inside = text.slice(isNegated ? 2 : 1, -1)
  const parts = inside.split(/(\[:\w+:\])/)
  const body = parts
    .map((part) =>
      part.startsWith('[:') ? className(part.slice(2, -2)) : part.replaceAll(/[\\\][^]/g, String.raw`\$&`),
    )
    .join('')
  return `[${isNegated ? '^' : ''}${body}]`
}
