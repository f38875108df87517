import { isTarget, parseExpressions, unexpected } from './parse-expression.ts'
import type { Expression, FunctionNode, Program, Redirect, Rule, Statement } from './syntax.ts'
import { readTokens } from './tokens.ts'

/** @throws {AwkSyntax} */
export const parseProgram = (source: string): Program => {
  const tokens = readTokens(source)
  const { expression, list } = parseExpressions(tokens)
  const at = (...texts: readonly string[]): boolean => {
    const { kind, text } = tokens.peek()
    return (kind === 'operator' || kind === 'keyword') && texts.includes(text)
  }
  const take = (text: string): void => {
    const token = tokens.next()
    if (token.text !== text || token.kind === 'string') throw unexpected(token)
  }
  const skip = (): void => {
    while (tokens.peek().kind === 'newline' || at(';')) tokens.next()
  }
  const skipNewlines = (): void => {
    while (tokens.peek().kind === 'newline') tokens.next()
  }
  const isEnded = (): boolean => at(';', '}') || tokens.peek().kind === 'newline' || tokens.peek().kind === 'end'
  const endStatement = (): void => {
    if (at(';') || tokens.peek().kind === 'newline') tokens.next()
    else if (!at('}') && tokens.peek().kind !== 'end') throw unexpected(tokens.peek())
  }

  const block = (): Statement => {
    take('{')
    const body: Statement[] = []
    for (skip(); !at('}'); skip()) body.push(statement())
    take('}')
    return { type: 'block', body }
  }

  const statement = (): Statement => {
    skipNewlines()
    if (at('{')) return block()
    if (at(';')) {
      tokens.next()
      return { type: 'block', body: [] }
    }
    const token = tokens.peek()
    if (token.kind !== 'keyword' || token.text === 'getline') return ended(simple())
    switch (token.text) {
      case 'if':
        return conditional()
      case 'while': {
        tokens.next()
        const test = condition()
        return { type: 'while', test, body: statement() }
      }
      case 'do': {
        tokens.next()
        const body = statement()
        skip()
        take('while')
        return ended({ type: 'do', body, test: condition() })
      }
      case 'for':
        return loop()
      case 'next':
      case 'nextfile':
        tokens.next()
        return ended({ type: 'next' })
      case 'break':
      case 'continue':
        tokens.next()
        return ended({ type: token.text })
      case 'exit':
      case 'return':
        tokens.next()
        return ended({ type: token.text, value: isEnded() ? undefined : expression() })
    }
    return ended(simple())
  }

  const ended = (value: Statement): Statement => {
    endStatement()
    return value
  }

  const condition = (): Expression => {
    take('(')
    const test = expression()
    take(')')
    return test
  }

  const conditional = (): Statement => {
    take('if')
    const test = condition()
    const whenTrue = statement()
    // An `else` may stand on a line of its own.
    skip()
    if (!at('else')) return { type: 'if', test, whenTrue, whenFalse: undefined }
    tokens.next()
    return { type: 'if', test, whenTrue, whenFalse: statement() }
  }

  const loop = (): Statement => {
    take('for')
    take('(')
    const first = at(';') ? undefined : simple(true)
    if (first?.type === 'expression' && first.value.type === 'variable' && at('in')) {
      tokens.next()
      const array = tokens.next().text
      take(')')
      return { type: 'for-in', name: first.value.name, array, body: statement() }
    }
    take(';')
    skipNewlines()
    const test = at(';') ? undefined : expression()
    take(';')
    skipNewlines()
    const step = at(')') ? undefined : simple()
    take(')')
    return { type: 'for', first, test, step, body: statement() }
  }

  const simple = (isLoopHead = false): Statement => {
    if (at('print', 'printf')) return printing(tokens.next().text === 'print' ? 'print' : 'printf')
    if (!at('delete')) return { type: 'expression', value: expression({ isLoopHead }) }
    tokens.next()
    const array = tokens.next().text
    if (!at('[')) return { type: 'delete', array, index: undefined }
    tokens.next()
    return { type: 'delete', array, index: list(']') }
  }

  const printing = (type: 'print' | 'printf'): Statement => {
    const values: Expression[] = []
    while (!isEnded() && !at('>', '>>', '|')) {
      const value = expression({ isPrinted: true })
      values.push(...(value.type === 'list' ? value.values : [value]))
      if (!at(',')) break
      tokens.next()
      skipNewlines()
    }
    return { type, values, to: redirect() }
  }

  const redirect = (): Redirect | undefined => {
    if (!at('>', '>>', '|')) return undefined
    const kind = tokens.next().text as Redirect['kind']
    return { kind, target: expression({ isPrinted: true }) }
  }

  const functions = new Map<string, FunctionNode>()
  const rules: Rule[] = []
  for (skip(); tokens.peek().kind !== 'end'; skip()) {
    if (at('function', 'func')) {
      tokens.next()
      const name = tokens.next().text
      take('(')
      const parameters = list(')').map((value) => {
        if (!isTarget(value) || value.type !== 'variable') throw unexpected(tokens.peek())
        return value.name
      })
      skipNewlines()
      functions.set(name, { parameters, body: block() })
    } else if (at('BEGIN', 'END')) {
      const on = tokens.next().text === 'BEGIN' ? 'begin' : 'end'
      skipNewlines()
      rules.push({ on, body: block() })
    } else if (at('{')) rules.push({ on: 'line', pattern: undefined, body: block() })
    else {
      const pattern = expression()
      if (at(',')) {
        tokens.next()
        skipNewlines()
        const to = expression()
        rules.push({ on: 'range', from: pattern, to, body: at('{') ? block() : undefined })
      } else rules.push({ on: 'line', pattern, body: at('{') ? block() : undefined })
    }
  }
  return { rules, functions }
}
