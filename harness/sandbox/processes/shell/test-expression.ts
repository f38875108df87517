import type { Files } from '../files/files.ts'
import { byteLength } from '../files/long-text.ts'
import { resolvePath } from '../files/files.ts'

export interface TestContext {
  readonly files: Files
  readonly directory: string
}

/** `test` and `[`: whether an expression holds. @throws {TestFailure} for what is no expression */
export const testHolds = (context: TestContext, words: readonly string[]): boolean => {
  const rest = [...words]

  const or = (): boolean => {
    let value = and()
    while (rest[0] === '-o') {
      rest.shift()
      value = and() || value
    }
    return value
  }

  const and = (): boolean => {
    let value = not()
    while (rest[0] === '-a') {
      rest.shift()
      value = not() && value
    }
    return value
  }

  const not = (): boolean => {
    if (rest[0] !== '!' || rest.length === 1) return primary()
    rest.shift()
    return !not()
  }

  const primary = (): boolean => {
    const first = rest.shift()
    if (first === undefined) return false
    if (first === '(' && rest.length > 0) {
      const value = or()
      rest.shift()
      return value
    }
    const compare = BINARY[rest[0] ?? '']
    if (compare !== undefined && rest.length > 1) {
      rest.shift()
      return compare(first, rest.shift() ?? '')
    }
    if (/^-[a-zA-Z]$/.test(first) && rest.length > 0) return unary(context, first, rest.shift() ?? '')
    return first !== ''
  }

  if (words.length === 0) return false
  const value = or()
  if (rest.length > 0) throw new TestFailure(`${rest[0]}: unknown operand`)
  return value
}

export class TestFailure extends Error {
  override readonly name = 'TestFailure'
}

const whole = (text: string): number => {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestFailure(`${text}: bad number`)
  return Number(text)
}

const BINARY: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '-eq': (a, b) => whole(a) === whole(b),
  '-ne': (a, b) => whole(a) !== whole(b),
  '-lt': (a, b) => whole(a) < whole(b),
  '-le': (a, b) => whole(a) <= whole(b),
  '-gt': (a, b) => whole(a) > whole(b),
  '-ge': (a, b) => whole(a) >= whole(b),
}

const unary = ({ files, directory }: TestContext, operator: string, operand: string): boolean => {
  if (operator === '-n') return operand !== ''
  if (operator === '-z') return operand === ''
  if (operator === '-t') return false
  const path = resolvePath(directory, operand)
  const stat = files.stat(path)
  switch (operator) {
    case '-e':
    case '-r':
    case '-w':
      return stat !== undefined
    case '-x':
      return stat !== undefined && (stat.kind === 'directory' || (stat.mode & 0o111) !== 0)
    case '-f':
      return stat?.kind === 'file'
    case '-d':
      return stat?.kind === 'directory'
    case '-s':
      return stat !== undefined && byteLength(files.read(path) ?? ' ') > 0
    case '-h':
    case '-L':
    case '-S':
    case '-p':
      return false
    default:
      throw new TestFailure(`${operator}: unknown operand`)
  }
}
