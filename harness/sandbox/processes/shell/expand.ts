import type { WordNode } from 'just-bash'
import { byteLength } from '../files/long-text.ts'
import { captureSink } from '../streams.ts'
import type { Activity } from '../types.ts'
import { calculate } from './arithmetic.ts'
import { braces } from './braces.ts'
import { fieldsOf, type Piece } from './fields.ts'
import { patternExpression, patternSource, quotePattern } from './match-pattern.ts'
import { complain, copyShell, Leave, type Shell } from './shell.ts'

type Part = WordNode['parts'][number]
type Expansion = Extract<Part, { type: 'ParameterExpansion' }>

/** The words that arguments become. */
export function* expandWords(shell: Shell, words: readonly WordNode[]): Activity<string[]> {
  const all: string[] = []
  for (const word of words) {
    const alternatives = word.parts.some(({ type }) => type === 'BraceExpansion') ? braces(word) : [word]
    for (const one of alternatives) all.push(...fieldsOf(shell, yield* piecesOf(shell, one.parts, false)))
  }
  return all
}

/** The single text that an assignment or the target of a redirection becomes. */
export function* expandText(shell: Shell, word: WordNode): Activity<string> {
  return join(yield* piecesOf(shell, word.parts, true))
}

/** A pattern: quoted parts stand for themselves. */
export function* expandPattern(shell: Shell, word: WordNode): Activity<string> {
  const pieces = yield* piecesOf(shell, word.parts, true)
  return pieces
    .map(({ text, isQuoted, isPattern }) => (isQuoted && isPattern !== true ? quotePattern(text) : text))
    .join('')
}

const join = (pieces: readonly Piece[]): string =>
  pieces.map(({ text, starts }, index) => (starts === true && index > 0 ? ` ${text}` : text)).join('')

function* piecesOf(shell: Shell, parts: readonly Part[], isQuoted: boolean): Activity<Piece[]> {
  const pieces: Piece[] = []
  for (const part of parts) {
    switch (part.type) {
      case 'Literal':
        pieces.push({ text: part.value, isQuoted: true })
        break
      case 'SingleQuoted':
      case 'Escaped':
        pieces.push({ text: part.value, isQuoted: true })
        break
      case 'DoubleQuoted': {
        const inner = yield* piecesOf(shell, part.parts, true)
        if (inner.length === 0 && !part.parts.some((one) => one.type === 'ParameterExpansion' && one.parameter === '@'))
          pieces.push({ text: '', isQuoted: true })
        pieces.push(...inner.map((piece) => ({ ...piece, isQuoted: true })))
        break
      }
      case 'ParameterExpansion':
        pieces.push(...(yield* parameter(shell, part, isQuoted)))
        break
      case 'CommandSubstitution':
        pieces.push({ text: yield* substitute(shell, part.body.statements), isQuoted })
        break
      case 'ArithmeticExpansion':
        pieces.push({ text: String(calculate(shell, part.expression.expression)), isQuoted: true })
        break
      case 'TildeExpansion':
        pieces.push({ text: shell.variables.get('HOME') ?? '/', isQuoted: true })
        break
      case 'Glob':
        pieces.push({ text: part.pattern, isQuoted: true, isPattern: true })
        break
      case 'BraceExpansion':
      case 'ProcessSubstitution':
        complain(shell, 'syntax error: unexpected "("')
        shell.status = 2
        throw new Leave('exit')
    }
  }
  return pieces
}

/** The output of a command, without the line ends behind it. */
function* substitute(shell: Shell, statements: Parameters<Shell['run']>[1]): Activity<string> {
  const stdout = captureSink()
  const inner = copyShell(shell, { streams: { ...shell.streams, stdout } })
  try {
    yield* shell.run(inner, statements)
  } catch (error) {
    if (!(error instanceof Leave)) throw error
  }
  shell.status = inner.status
  return stdout.text().replace(/\n+$/, '')
}

function* parameter(shell: Shell, { parameter: name, operation }: Expansion, isQuoted: boolean): Activity<Piece[]> {
  const piece = (text: string): Piece[] => [{ text, isQuoted }]
  if (operation === null && (name === '@' || name === '*')) {
    const values = shell.parameters.slice(1)
    if (name === '*' && isQuoted) return piece(values.join(' '))
    return values.map((text) => ({ text, isQuoted, starts: true }))
  }
  const value = valueOf(shell, name)
  if (operation === null) {
    if (value === undefined && shell.options.has('u')) {
      complain(shell, `${name}: parameter not set`)
      shell.status = 2
      throw new Leave('exit')
    }
    return piece(value ?? '')
  }
  switch (operation.type) {
    case 'DefaultValue':
      if (isUnset(value, operation.checkEmpty)) return yield* piecesOf(shell, operation.word.parts, isQuoted)
      return piece(value ?? '')
    case 'AssignDefault': {
      if (!isUnset(value, operation.checkEmpty)) return piece(value ?? '')
      const text = yield* expandText(shell, operation.word)
      shell.variables.set(name, text)
      return piece(text)
    }
    case 'UseAlternative':
      return isUnset(value, operation.checkEmpty) ? [] : yield* piecesOf(shell, operation.word.parts, isQuoted)
    case 'ErrorIfUnset': {
      if (!isUnset(value, operation.checkEmpty)) return piece(value ?? '')
      const text = operation.word === null ? '' : yield* expandText(shell, operation.word)
      complain(shell, `${name}: ${text === '' ? 'parameter not set or null' : text}`)
      shell.status = 2
      throw new Leave('exit')
    }
    case 'Length':
      return piece(String(byteLength(value ?? '')))
    case 'Substring': {
      const from = calculate(shell, operation.offset.expression)
      const start = from < 0 ? Math.max(0, (value ?? '').length + from) : from
      const length = operation.length === null ? undefined : calculate(shell, operation.length.expression)
      return piece((value ?? '').slice(start, length === undefined ? undefined : length < 0 ? length : start + length))
    }
    case 'PatternRemoval': {
      const pattern = yield* expandPattern(shell, operation.pattern)
      return piece(removePattern(value ?? '', pattern, operation.side, operation.greedy))
    }
    case 'PatternReplacement': {
      const pattern = patternSource(yield* expandPattern(shell, operation.pattern), true)
      const replacement = operation.replacement === null ? '' : yield* expandText(shell, operation.replacement)
      const anchored =
        operation.anchor === 'start' ? `^${pattern}` : operation.anchor === 'end' ? `${pattern}$` : pattern
      return piece((value ?? '').replace(new RegExp(anchored, operation.all ? 'gs' : 's'), () => replacement))
    }
    default:
      complain(shell, 'syntax error: bad substitution')
      shell.status = 2
      throw new Leave('exit')
  }
}

const isUnset = (value: string | undefined, checkEmpty: boolean): boolean =>
  value === undefined || (checkEmpty && value === '')

const removePattern = (value: string, pattern: string, side: 'prefix' | 'suffix', isGreedy: boolean): string => {
  if (side === 'prefix') return value.replace(new RegExp(`^${patternSource(pattern, isGreedy)}`, 's'), '')
  const expression = patternExpression(pattern)
  const starts = Array.from({ length: value.length + 1 }, (_, index) => (isGreedy ? index : value.length - index))
  const at = starts.find((start) => expression.test(value.slice(start)))
  return at === undefined ? value : value.slice(0, at)
}

const valueOf = (shell: Shell, name: string): string | undefined => {
  switch (name) {
    case '?':
      return String(shell.status)
    case '!':
      return shell.lastJob === 0 ? '' : String(shell.lastJob)
    case '$':
      return String(shell.process.pid)
    case '#':
      return String(shell.parameters.length - 1)
    case '-':
      return [...shell.options].join('')
    case 'PPID':
      return String(shell.process.parent)
  }
  return /^\d+$/.test(name) ? shell.parameters[Number(name)] : shell.variables.get(name)
}
