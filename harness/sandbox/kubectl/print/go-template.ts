import { failure } from '../errors.ts'
import { goValue } from '../format/go-format.ts'

/**
 * The part of Go templates that one-liners use: fields, `range`, `if`, `else`, `end` and string literals.
 * @throws {KubectlError} for anything else
 */
export const printGoTemplate = (template: string, object: unknown): string => {
  const tokens = template.split(/(\{\{[\s\S]*?\}\})/)
  let index = 0
  const block = (dot: unknown, isActive: boolean): string => {
    let out = ''
    while (index < tokens.length) {
      const token = tokens[index++] ?? ''
      if (!token.startsWith('{{')) {
        out += isActive ? token : ''
        continue
      }
      const action = token.slice(2, -2).replace(/^-|-$/g, '').trim()
      if (action === 'end' || action === 'else') {
        index -= action === 'else' ? 1 : 0
        return out
      }
      const [, word, rest = ''] = /^(range|if)\s+([\s\S]*)$/.exec(action) ?? []
      if (word === 'range') out += loop(rest, dot, isActive)
      else if (word === 'if') out += branch(rest, dot, isActive)
      else if (isActive) out += text(operand(action, dot, template))
    }
    return out
  }
  const loop = (expression: string, dot: unknown, isActive: boolean): string => {
    const value = isActive ? operand(expression, dot, template) : []
    const items = Array.isArray(value) ? (value as unknown[]) : Object.values((value as object | undefined) ?? {})
    const start = index
    const parts = items.map((item) => {
      index = start
      return block(item, true)
    })
    if (items.length === 0) block(undefined, false)
    return parts.join('')
  }
  const branch = (expression: string, dot: unknown, isActive: boolean): string => {
    const value = isActive ? operand(expression, dot, template) : undefined
    const isTrue = Boolean(value) && !(Array.isArray(value) && value.length === 0)
    let out = block(dot, isActive && isTrue)
    if (/^\{\{-?\s*else/.test(tokens[index] ?? '')) {
      index += 1
      out += block(dot, isActive && !isTrue)
    }
    return out
  }
  return block(object, true)
}

const operand = (action: string, dot: unknown, template: string): unknown => {
  if (/^"(?:[^"\\]|\\.)*"$/.test(action)) return JSON.parse(action)
  if (action === '.') return dot
  if (!/^(?:\.[A-Za-z_]\w*)+$/.test(action)) {
    throw failure(`error parsing template ${template}, this kubectl does not know the action {{${action}}}`)
  }
  return action
    .slice(1)
    .split('.')
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], dot)
}

const text = (value: unknown): string => (value === undefined ? '<no value>' : goValue(value))
