import { parse } from 'just-bash'
import type { Node } from './mend-syntax.ts'

/**
 * `$(( 2 * $(f 3) ))`: inside arithmetic the interpreter runs commands in a shell that knows neither functions nor arguments. The
 * commands are run before, in a substitution of their own: `$(o0=$(f 3); echo $(( 2 * o0 )))`. An assignment in such arithmetic is
 * lost with that shell.
 */
export const mendExpansion = (node: Node): Node => {
  const found = extract(node['expression'])
  if (found === undefined) return node
  const [echo] = parse('echo "$((0))"').statements
  const filled = replace(echo, (part) =>
    part['type'] === 'ArithmeticExpansion' ? { ...part, expression: found.expression } : part,
  )
  return {
    type: 'CommandSubstitution',
    body: { type: 'Script', statements: [...found.assignments, filled] },
    legacy: false,
  }
}

/** `(( $(f) > 3 ))`: `{ o0=$(f); (( o0 > 3 )); }`. */
export const mendCommand = (node: Node): Node => {
  const found = extract(node['expression'])
  if (found === undefined) return node
  const [frame] = parse(':').statements
  const last = replace(frame, (part) =>
    part['type'] === 'SimpleCommand' ? { ...node, expression: found.expression } : part,
  )
  return { type: 'Group', body: [...found.assignments, last], redirections: [] }
}

interface Extracted {
  readonly expression: unknown
  readonly assignments: readonly unknown[]
}

const extract = (expression: unknown): Extracted | undefined => {
  const assignments: unknown[] = []
  const replaced = replace(expression, (node) => {
    if (node['type'] !== 'ArithCommandSubst' || String(node['command']).startsWith('__')) return node
    const name = `__operand${assignments.length}`
    assignments.push(...parse(`${name}=$(${String(node['command'])}\n)`).statements)
    return { type: 'ArithVariable', name }
  }) as Node
  if (assignments.length === 0) return undefined
  return { expression: { type: 'ArithmeticExpression', expression: replaced['expression'] }, assignments }
}

const replace = (value: unknown, change: (node: Node) => Node): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => replace(item, change))
  const changed = change(value as Node)
  if (changed !== value) return changed
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, change)]))
}
