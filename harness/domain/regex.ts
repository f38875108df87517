import { z } from 'zod'

/** A regular expression (JavaScript syntax, `m` flag: `^` and `$` match at lines) as documents write it. */
export const Regex = z.string().min(1).refine(compiles, 'expected a regular expression (JavaScript syntax)')
export type Regex = z.output<typeof Regex>

/** @throws {SyntaxError} when the pattern does not compile (a parsed {@link Regex} always does) */
export const compileRegex = (pattern: Regex): RegExp => new RegExp(pattern, 'm')

function compiles(pattern: string): boolean {
  try {
    compileRegex(pattern)
    return true
  } catch {
    return false
  }
}
