import { JsonPathError, type PathNode } from './types.ts'

/**
 * Parses what stands between the braces of kubectl's JSONPath dialect, such as `.items[?(@.kind=="Pod")].metadata['name']`.
 * @throws {JsonPathError}
 */
export const parsePath = (source: string): readonly PathNode[] => {
  const nodes: PathNode[] = []
  let rest = source
  while (rest !== '') {
    const [node, consumed] = next(rest)
    if (node !== undefined) nodes.push(node)
    rest = rest.slice(consumed)
  }
  return nodes
}

type Step = readonly [node: PathNode | undefined, consumed: number]

const next = (rest: string): Step => {
  const head = rest.charAt(0)
  if (/[\s$@]/.test(head)) return [undefined, 1]
  if (rest.startsWith('..')) return [{ type: 'recursive' }, /^\.\.[[{]|^\.\.$|^\.\.\s/.test(rest) ? 2 : 1]
  if (head === '.') return field(rest)
  if (head === '[') return bracket(rest)
  if (head === '"' || head === "'") return quoted(rest)
  if (head === '*') return [{ type: 'wildcard' }, 1]
  const number = /^[-+]?\d[\d.]*/.exec(rest)?.[0]
  if (number !== undefined) return [{ type: 'number', value: Number(number) }, number.length]
  const word = /^[A-Za-z_][\w]*/.exec(rest)?.[0]
  if (word !== undefined) return [keyword(word), word.length]
  throw new JsonPathError(`unrecognized character in action: ${unicodeName(head)}`)
}

const keyword = (word: string): PathNode => {
  if (word === 'true' || word === 'false') return { type: 'bool', value: word === 'true' }
  return { type: 'keyword', word }
}

const field = (rest: string): Step => {
  const raw = /^\.((?:\\[\s\S]|[^\s.[\]{}\\$@*"'])*)/.exec(rest)?.[1] ?? ''
  if (raw === '' && rest.charAt(1) === '*') return [{ type: 'wildcard' }, 2]
  if (raw === '') return [rest.length === 1 ? { type: 'field', name: '' } : undefined, 1]
  return [{ type: 'field', name: raw.replaceAll('\\', '') }, raw.length + 1]
}

const quoted = (rest: string): Step => {
  const mark = rest.charAt(0)
  for (let index = 1; index < rest.length; index += 1) {
    if (rest[index] === '\\') index += 1
    else if (rest[index] === mark) return [{ type: 'text', text: unquote(rest.slice(1, index)) }, index + 1]
  }
  throw new JsonPathError('unterminated quoted string')
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" }

const unquote = (text: string): string =>
  text.replace(/\\([\s\S])/g, (whole, letter: string) => ESCAPES[letter] ?? whole)

const bracket = (rest: string): Step => {
  if (rest.startsWith('[?(')) return filter(rest)
  const end = closing(rest)
  return [subscript(rest.slice(1, end)), end + 1]
}

/** Index of the bracket that closes the one at the beginning. */
const closing = (rest: string): number => {
  let quote = ''
  for (let index = 1; index < rest.length; index += 1) {
    const character = rest.charAt(index)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === "'" || character === '"') quote = character
    else if (character === ']') return index
  }
  throw new JsonPathError('unterminated array')
}

const subscript = (text: string): PathNode => {
  if (text === '*') return { type: 'wildcard' }
  const key = /^'([^']*)'$/.exec(text.trim())?.[1]
  if (key !== undefined) return { type: 'field', name: key.replaceAll('\\', '') }
  const members = text.split(',')
  if (members.length > 1) return { type: 'union', members: members.map((member) => [subscript(member.trim())]) }
  const match = /^(-?\d*)(?:(:)(-?\d*))?(?::(-?\d*))?$/.exec(text)
  if (match === null) throw new JsonPathError(`invalid array index ${text}`)
  const [, start, colon, end, step] = match
  const from = integer(start)
  return colon === undefined && text !== ''
    ? { type: 'slice', start: from, end: (from ?? 0) + 1, step: undefined, single: true }
    : { type: 'slice', start: from, end: integer(end), step: integer(step), single: false }
}

const integer = (digits: string | undefined): number | undefined =>
  digits === undefined || digits === '' ? undefined : Number(digits)

const filter = (rest: string): Step => {
  let depth = 0
  let quote = ''
  for (let index = 2; index < rest.length; index += 1) {
    const character = rest.charAt(index)
    if (quote !== '') {
      if (character === '\\') index += 1
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    if (depth === 0 && quote === '') {
      if (rest.charAt(index + 1) !== ']') throw new JsonPathError('unclosed array expect ]')
      return [comparison(rest.slice(3, index)), index + 2]
    }
  }
  throw new JsonPathError('unterminated filter')
}

const comparison = (text: string): PathNode => {
  const [, left, operator, right] = /^([^!<>=]+)([!<>=]+)([\s\S]+?)$/.exec(text) ?? []
  if (left === undefined || operator === undefined || right === undefined) {
    return { type: 'filter', left: parsePath(text), operator: 'exists', right: [] }
  }
  return { type: 'filter', left: parsePath(left), operator, right: parsePath(right) }
}

const unicodeName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} '${character}'`
