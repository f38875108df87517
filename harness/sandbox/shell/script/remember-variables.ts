import { parse } from 'just-bash'
import type { Node } from './mend-syntax.ts'
import { isNamed } from './mend-syntax.ts'
import { STAND_INS } from './stand-in-names.ts'
import { REMEMBER } from './traps.ts'

/** Lets a script that sets traps hand over its variables before it ends: at every `exit` and at its end. */
export const remembering = (script: unknown): unknown => {
  const marked = mark(script) as Node
  const end = parse(`${STAND_INS.trap} ${REMEMBER} $?`).statements
  return { ...marked, statements: [...(marked['statements'] as readonly unknown[]), ...end] }
}

const mark = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(mark)
  const node = value as Node
  if (!isNamed(node, 'exit')) return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, mark(item)]))
  // A bare `exit` takes the status of what ran before, which the note therefore passes on.
  const status = (node['args'] as readonly unknown[]).length === 0 ? ' $?' : ''
  const [note, frame] = parse(`${STAND_INS.trap} ${REMEMBER}${status}\n:`).statements
  const pipeline = frame?.pipelines[0]
  return { type: 'Group', body: [note, { ...frame, pipelines: [{ ...pipeline, commands: [node] }] }], redirections: [] }
}
