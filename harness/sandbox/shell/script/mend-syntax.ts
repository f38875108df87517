import { parse } from 'just-bash'

/** A node of the interpreter's syntax tree. */
export type Node = Readonly<Record<string, unknown>>

/*
 * What the interpreter does otherwise than bash and what can be said in its own language in a way that it gets right.
 * Every function here returns the same node where nothing needs a change.
 */

/** The first word of a command may expand to several: `$cmd pods`, `"$@"`. The interpreter splits it only where an empty word stands before. */
export const mendCommandName = (node: Node): Node => {
  const name = node['name'] as { readonly parts: readonly Node[] } | null
  if (name === null || !name.parts.some(isExpansion)) return node
  return { ...node, name: NOTHING, args: [name, ...(node['args'] as readonly Node[])] }
}

const NOTHING = {
  type: 'Word',
  parts: [
    {
      type: 'ParameterExpansion',
      parameter: '__unset',
      operation: { type: 'DefaultValue', word: { type: 'Word', parts: [] }, checkEmpty: false },
    },
  ],
}

const isExpansion = (part: Node): boolean =>
  part['type'] === 'ParameterExpansion' ||
  part['type'] === 'CommandSubstitution' ||
  (part['type'] === 'DoubleQuoted' && (part['parts'] as readonly Node[]).some(isExpansion))

/** Under `set -u` the interpreter takes the lone `"${name:-word}"` for an unset variable; with an empty text beside it, it does not. */
export const mendQuotedDefault = (node: Node): Node => {
  const parts = node['parts'] as readonly Node[]
  const operation = parts[0]?.['operation'] as Node | null | undefined
  const isLone =
    parts.length === 1 && parts[0]?.['type'] === 'ParameterExpansion' && operation?.['type'] === 'DefaultValue'
  if (!isLone || !/^\w+$/.test(String(parts[0]?.['parameter']))) return node
  return { ...node, parts: [{ type: 'Literal', value: '' }, ...parts] }
}

/** `${name:?word}` complains with the variable's name in front. */
export const mendRequired = (node: Node): Node => {
  const operation = node['operation'] as Node | null
  if (operation?.['type'] !== 'ErrorIfUnset') return node
  const word = operation['word'] as { readonly parts: readonly Node[] } | null
  if (word === null || word.parts.length === 0) return node
  const parts = [{ type: 'Literal', value: `${String(node['parameter'])}: ` }, ...word.parts]
  return { ...node, operation: { ...operation, word: { type: 'Word', parts } } }
}

/**
 * A loop that is left by `break` has succeeded; the interpreter gives it the status of the statement before. A statement that asks for
 * `$?` stays as it is: it leaves the loop because of that status.
 */
export const mendBreak = (node: Node): Node => {
  const body = node['body'] as readonly Node[]
  if (!body.some(leaves)) return node
  const success = parse(':').statements[0]
  return { ...node, body: body.flatMap((statement) => (leaves(statement) ? [success, statement] : [statement])) }
}

const leaves = (statement: Node): boolean => holds(statement, isBreak) && !holds(statement, asksForStatus)

const isBreak = (node: Node): boolean => node['type'] === 'Literal' && node['value'] === 'break'
const asksForStatus = (node: Node): boolean =>
  node['parameter'] === '?' || (node['type'] === 'ArithSpecialVar' && node['name'] === '?')

/** Whether it is the simple command of this literal name. */
export const isNamed = (node: Node, name: string): boolean => {
  if (node['type'] !== 'SimpleCommand') return false
  const parts = (node['name'] as { readonly parts: readonly Node[] } | null)?.parts
  return parts?.length === 1 && parts[0]?.['type'] === 'Literal' && parts[0]['value'] === name
}

export const holds = (value: unknown, test: (node: Node) => boolean): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some((item) => holds(item, test))
  return test(value as Node) || Object.values(value).some((item) => holds(item, test))
}
