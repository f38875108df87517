import { POSIX_CLASSES } from '../../patterns/posix-classes.ts'
import type { Matcher } from '../../patterns/matcher.ts'
import { compileMatcher, CostlyPattern } from '../../patterns/matcher.ts'
import { AwkSyntax } from './syntax.ts'

/** Compiles extended expressions once each. */
export const createPatterns = (): ((source: string) => Matcher) => {
  const known = new Map<string, Matcher>()
  return (source) => {
    const found = known.get(source)
    if (found !== undefined) return found
    try {
      const compiled = compileMatcher(translate(source), false)
      known.set(source, compiled)
      return compiled
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof CostlyPattern)
        throw new AwkSyntax(`regular expression compile failed (${source})`)
      throw error
    }
  }
}

/** An extended expression of POSIX in JavaScript's syntax. */
const translate = (source: string): string => {
  let result = ''
  for (let at = 0; at < source.length;) {
    const rest = source.slice(at)
    const bracket = /^\[(\^?)(\]?(?:\[:\w+:\]|\\[^]|[^\]\\])*)\]/.exec(rest)
    if (bracket !== null) {
      result += `[${bracket[1] ?? ''}${members(bracket[2] ?? '')}]`
      at += bracket[0].length
    } else if (rest.startsWith('\\')) {
      result += escaped(rest.charAt(1))
      at += 2
    } else {
      const letter = rest.charAt(0)
      const isPlainBrace = letter === '{' && (result === '' || !/^\{\d*,?\d*\}/.test(rest))
      const isPlainStar = '*+?'.includes(letter) && (result === '' || /(?:^|[^\\])[(|]$/.test(result))
      result += isPlainBrace || isPlainStar || letter === '[' ? `\\${letter}` : letter
      at += 1
    }
  }
  return result
}

const members = (text: string): string =>
  text.replaceAll(/\[:(\w+):\]|\\([^])|([\][^])/g, (_all, name?: string, letter?: string, plain?: string) => {
    if (name !== undefined) return POSIX_CLASSES[name] ?? ''
    return letter === undefined ? `\\${plain ?? ''}` : escaped(letter)
  })

const escaped = (letter: string): string => {
  if (letter === 'y') return String.raw`\b`
  if (letter === '<') return String.raw`\b(?=\w)`
  if (letter === '>') return String.raw`\b(?<=\w)`
  if (/[ntrfvBwWsS]/.test(letter)) return `\\${letter}`
  return letter.replace(/^[^\w\s]$/, String.raw`\$&`)
}
