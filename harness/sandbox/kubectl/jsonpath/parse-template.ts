import { parsePath } from './parse-path.ts'
import { JsonPathError, type PathNode, type TemplatePart } from './types.ts'

/** Parses a template of `-o jsonpath=`: literal text and `{actions}`, with `{range …}…{end}`. @throws {JsonPathError} */
export const parseTemplate = (template: string): readonly TemplatePart[] => {
  const tokens = tokenize(template)
  let index = 0
  const block = (isNested: boolean): TemplatePart[] => {
    const parts: TemplatePart[] = []
    while (index < tokens.length) {
      const token = tokens[index++]
      if (token === undefined) break
      if (token.type === 'literal') {
        parts.push(token)
        continue
      }
      const [first, ...others] = token.nodes
      if (isNested && first?.type === 'keyword' && first.word === 'end') return parts
      if (first?.type === 'keyword' && first.word === 'range')
        parts.push({ type: 'range', over: others, body: block(true) })
      else parts.push(token)
    }
    return parts
  }
  return block(false)
}

type Token =
  { readonly type: 'literal'; readonly text: string } | { readonly type: 'action'; readonly nodes: readonly PathNode[] }

const tokenize = (template: string): Token[] => {
  const tokens: Token[] = []
  let rest = template
  while (rest !== '') {
    const open = rest.indexOf('{')
    if (open !== 0) {
      tokens.push({ type: 'literal', text: open < 0 ? rest : rest.slice(0, open) })
      rest = open < 0 ? '' : rest.slice(open)
      continue
    }
    const close = endOfAction(rest)
    tokens.push({ type: 'action', nodes: parsePath(rest.slice(1, close)) })
    rest = rest.slice(close + 1)
  }
  return tokens
}

const endOfAction = (rest: string): number => {
  let quote = ''
  for (let index = 1; index < rest.length; index += 1) {
    const character = rest.charAt(index)
    if (character === '\\') index += 1
    else if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '}') return index
  }
  throw new JsonPathError(quote === '' ? 'unclosed action' : 'unterminated quoted string')
}
