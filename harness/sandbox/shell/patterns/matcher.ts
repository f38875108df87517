import { RE2JS } from 're2js'

/** Where a pattern was found. */
export interface Found {
  readonly index: number
  readonly text: string
}

/** A compiled pattern. */
export interface Matcher {
  /** The first place at or after `from`. */
  readonly find: (text: string, from: number) => Found | undefined
}

/** The pattern could take time without bounds, and there is no engine that spares it. */
export class CostlyPattern extends Error {
  override readonly name = 'CostlyPattern'
}

/**
 * Compiles a pattern of JavaScript's syntax so that matching takes bounded time: where a repetition stands inside a repetition, RE2
 * does the work in linear time; all else is left to the faster engine, whose time is polynomial in the length of a line then.
 * @throws {SyntaxError} when it is no pattern
 * @throws {CostlyPattern} when it looks around or back and repeats repetitions
 */
export const compileMatcher = (source: string, ignoresCase: boolean): Matcher => {
  const native = new RegExp(source, ignoresCase ? 'gi' : 'g')
  if (!repeatsRepetition(source)) return nativeMatcher(native)
  try {
    return linearMatcher(RE2JS.compile(source, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0))
  } catch {
    throw new CostlyPattern(source)
  }
}

const nativeMatcher = (expression: RegExp): Matcher => ({
  find: (text, from) => {
    expression.lastIndex = from
    const match = expression.exec(text)
    return match === null ? undefined : { index: match.index, text: match[0] }
  },
})

const linearMatcher = (pattern: RE2JS): Matcher => ({
  find: (text, from) => {
    const matcher = pattern.matcher(text)
    if (!matcher.find(from)) return undefined
    return { index: matcher.start(), text: text.slice(matcher.start(), matcher.end()) }
  },
})

/** Whether a repeated group holds a repetition or a choice: then the number of ways to match can grow exponentially. */
const repeatsRepetition = (source: string): boolean => {
  const groups: boolean[] = []
  let isVarying = false
  const plain = source.replaceAll(/\\[^]/g, 'a').replaceAll(/\[\^?\]?[^\]]*\]/g, 'a')
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain.charAt(at)
    if (letter === '(') {
      groups.push(isVarying)
      isVarying = false
    } else if (letter === ')') {
      if (isVarying && /^(?:[*+]|\{\d*,\d*\}|\{\d{2,}\})/.test(plain.slice(at + 1))) return true
      isVarying = (groups.pop() ?? false) || isVarying
    } else if (letter === '*' || letter === '+' || letter === '|' || letter === '{') isVarying = true
    else if (letter === '?' && plain.charAt(at - 1) !== '(') isVarying = true
  }
  return false
}
