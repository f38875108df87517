import type { Expression, Target } from './syntax.ts'
import { AwkSyntax } from './syntax.ts'
import type { Token, Tokens } from './tokens.ts'

/** Where an expression stands decides on what `>`, `|` and `in` mean. */
export interface Place {
  /** In a `print`: `>` redirects. */
  readonly isPrinted?: boolean
  /** In the head of a `for`: `in` is the loop's. */
  readonly isLoopHead?: boolean
}

export interface ExpressionParser {
  readonly expression: (place?: Place) => Expression
  readonly list: (close: string, place?: Place) => readonly Expression[]
}

export const unexpected = (token: Token): AwkSyntax =>
  new AwkSyntax(
    token.kind === 'end'
      ? `line ${token.line + 1}: missing } near end of file`
      : `line ${token.line}: syntax error at or near ${token.kind === 'newline' ? 'end of line' : token.text}`,
  )

export const isTarget = (value: Expression): value is Target =>
  value.type === 'variable' || value.type === 'field' || value.type === 'element'

export const parseExpressions = (tokens: Tokens): ExpressionParser => {
  const at = (...texts: readonly string[]): boolean => {
    const { kind, text } = tokens.peek()
    return (kind === 'operator' || kind === 'keyword') && texts.includes(text)
  }
  const take = (text: string): void => {
    const token = tokens.next()
    if (token.text !== text || token.kind === 'string') throw unexpected(token)
  }
  const skipNewlines = (): void => {
    while (tokens.peek().kind === 'newline') tokens.next()
  }

  const expression = (place: Place = {}): Expression => {
    const left = conditional(place)
    if (!isTarget(left) || !at('=', '+=', '-=', '*=', '/=', '%=', '^=')) return left
    const operator = tokens.next().text
    return { type: 'assign', operator: operator.slice(0, -1), target: left, value: expression(place) }
  }

  const conditional = (place: Place): Expression => {
    const test = either(place)
    if (!at('?')) return test
    tokens.next()
    skipNewlines()
    const whenTrue = expression(place)
    skipNewlines()
    take(':')
    skipNewlines()
    return { type: 'choice', test, whenTrue, whenFalse: expression(place) }
  }

  const chain =
    (operators: readonly string[], operand: (place: Place) => Expression) =>
    (place: Place): Expression => {
      let left = operand(place)
      while (at(...operators)) {
        const operator = tokens.next().text
        skipNewlines()
        left = { type: 'binary', operator, left, right: operand(place) }
      }
      return left
    }

  const membership = (place: Place): Expression => {
    let left = matching(place)
    while (place.isLoopHead !== true && at('in')) {
      tokens.next()
      left = { type: 'in', index: [left], array: tokens.next().text }
    }
    return left
  }

  const matching = (place: Place): Expression => {
    let left = comparison(place)
    while (at('~', '!~')) left = { type: 'binary', operator: tokens.next().text, left, right: comparison(place) }
    return left
  }

  const comparison = (place: Place): Expression => {
    const left = piped(place)
    const operators = place.isPrinted === true ? ['<', '<=', '==', '!=', '>='] : ['<', '<=', '==', '!=', '>', '>=']
    if (!at(...operators)) return left
    return { type: 'binary', operator: tokens.next().text, left, right: piped(place) }
  }

  /** `command | getline`, which binds more loosely than joining. */
  const piped = (place: Place): Expression => {
    let left = concatenation(place)
    while (place.isPrinted !== true && at('|')) {
      tokens.next()
      take('getline')
      left = { type: 'getline', from: 'command', source: left, target: optionalTarget() }
    }
    return left
  }

  const concatenation = (place: Place): Expression => {
    let left = sum(place)
    while (startsOperand(tokens.peek())) left = { type: 'binary', operator: ' ', left, right: sum(place) }
    return left
  }

  const power = (place: Place): Expression => {
    const base = postfix(place)
    if (!at('^')) return base
    tokens.next()
    return { type: 'binary', operator: '^', left: base, right: at('-', '+', '!') ? unary(place) : power(place) }
  }

  const unary = (place: Place): Expression => {
    if (!at('!', '-', '+')) return power(place)
    const operator = tokens.next().text as '!' | '-' | '+'
    return { type: 'unary', operator, value: unary(place) }
  }

  const product = chain(['*', '/', '%'], unary)
  const sum = chain(['+', '-'], product)
  const both = chain(['&&'], membership)
  const either = chain(['||'], both)

  const postfix = (place: Place): Expression => {
    const value = primary(place)
    if (!isTarget(value) || !at('++', '--')) return value
    return { type: 'step', by: tokens.next().text === '++' ? 1 : -1, isPrefix: false, target: value }
  }

  const target = (): Target => {
    const value = primary({})
    if (!isTarget(value)) throw unexpected(tokens.peek())
    return value
  }

  const optionalTarget = (): Target | undefined => {
    const { kind } = tokens.peek()
    return kind === 'name' || at('$') ? target() : undefined
  }

  const list = (close: string, place: Place = {}): readonly Expression[] => {
    const values: Expression[] = []
    skipNewlines()
    while (!at(close)) {
      values.push(expression(place))
      skipNewlines()
      if (!at(',')) break
      tokens.next()
      skipNewlines()
    }
    take(close)
    return values
  }

  const primary = (place: Place): Expression => {
    if (at('/', '/=')) return { type: 'pattern', source: tokens.pattern() }
    const token = tokens.next()
    switch (token.kind) {
      case 'number':
        return { type: 'number', value: Number(token.text) }
      case 'string':
        return { type: 'string', value: token.text }
      case 'call':
        take('(')
        return { type: 'call', name: token.text, values: list(')') }
      case 'builtin':
        return builtin(token)
      case 'name':
        if (!at('[')) return { type: 'variable', name: token.text }
        tokens.next()
        return { type: 'element', array: token.text, index: list(']') }
      case 'operator':
        return symbol(token, place)
      case 'keyword': {
        if (token.text !== 'getline') throw unexpected(token)
        const into = optionalTarget()
        if (!at('<')) return { type: 'getline', from: 'input', source: undefined, target: into }
        tokens.next()
        return { type: 'getline', from: 'file', source: primary(place), target: into }
      }
      case 'newline':
      case 'end':
        throw unexpected(token)
    }
  }

  const builtin = (token: Token): Expression => {
    if (!at('(')) {
      if (token.text !== 'length') throw unexpected(tokens.peek())
      return { type: 'call', name: 'length', values: [] }
    }
    take('(')
    return { type: 'call', name: token.text, values: list(')') }
  }

  const symbol = (token: Token, place: Place): Expression => {
    if (token.text === '$') {
      const index = at('++', '--') ? primary(place) : at('-', '+', '!') ? unary(place) : primary(place)
      return { type: 'field', index }
    }
    if (token.text === '++' || token.text === '--')
      return { type: 'step', by: token.text === '++' ? 1 : -1, isPrefix: true, target: target() }
    if (token.text === '!' || token.text === '-' || token.text === '+')
      return { type: 'unary', operator: token.text, value: unary(place) }
    if (token.text !== '(') throw unexpected(token)
    const values = list(')')
    const [only] = values
    if (at('in') && values.length > 1) {
      tokens.next()
      return { type: 'in', index: values, array: tokens.next().text }
    }
    if (only === undefined) throw unexpected(tokens.peek())
    return values.length > 1 ? { type: 'list', values } : { type: 'group', value: only }
  }

  return { expression, list }
}

const startsOperand = ({ kind, text }: Token): boolean => {
  if (kind === 'number' || kind === 'string' || kind === 'name' || kind === 'call' || kind === 'builtin') return true
  return kind === 'operator' && ['$', '!', '(', '++', '--'].includes(text)
}
