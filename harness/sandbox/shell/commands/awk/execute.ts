import type { Evaluation } from './evaluation.ts'
import type { Redirect, Statement } from './syntax.ts'
import type { Value } from './values.ts'
import { isTrue } from './values.ts'

/** How a statement ended, if it did not just go on to the next. */
export type Leaving =
  { readonly by: 'break' | 'continue' | 'next' } | { readonly by: 'return' | 'exit'; readonly value: Value } | undefined

export interface ExecutionDependencies {
  readonly evaluation: Evaluation
  /** Prints to a file or a command. */
  readonly send: (kind: Redirect['kind'], name: string, text: string) => void
}

/** Runs one statement to its end. */
export const execute = (dependencies: ExecutionDependencies, node: Statement): Leaving => {
  const { machine, value, assign, table, key } = dependencies.evaluation
  const run = (statement: Statement): Leaving => execute(dependencies, statement)
  const emit = (text: string, to: Redirect | undefined): undefined => {
    if (to === undefined) machine.streams.print(text)
    else dependencies.send(to.kind, machine.text(value(to.target)), text)
  }
  const loop = (test: () => boolean, body: Statement, step: () => void): Leaving => {
    while (test()) {
      machine.step()
      const leaving = run(body)
      if (leaving?.by === 'break') return undefined
      if (leaving !== undefined && leaving.by !== 'continue') return leaving
      step()
    }
    return undefined
  }
  machine.step()
  switch (node.type) {
    case 'block':
      for (const statement of node.body) {
        const leaving = run(statement)
        if (leaving !== undefined) return leaving
      }
      return undefined
    case 'expression':
      value(node.value)
      return undefined
    case 'print': {
      const parts = node.values.length === 0 ? [machine.records.get(0)] : node.values.map(value)
      const line = parts.map((part) => machine.text(part)).join(machine.text(machine.variable('OFS')))
      return emit(line + machine.text(machine.variable('ORS')), node.to)
    }
    case 'printf': {
      const [format, ...rest] = node.values.map(value)
      return emit(machine.format(machine.text(format), rest), node.to)
    }
    case 'if':
      if (isTrue(value(node.test))) return run(node.whenTrue)
      return node.whenFalse === undefined ? undefined : run(node.whenFalse)
    case 'while':
      return loop(
        () => isTrue(value(node.test)),
        node.body,
        () => {},
      )
    case 'do': {
      let isFirst = true
      const test = (): boolean => {
        const goesOn = isFirst || isTrue(value(node.test))
        isFirst = false
        return goesOn
      }
      return loop(test, node.body, () => {})
    }
    case 'for': {
      const { first, test, step } = node
      if (first !== undefined) run(first)
      return loop(
        () => test === undefined || isTrue(value(test)),
        node.body,
        () => {
          if (step !== undefined) run(step)
        },
      )
    }
    case 'for-in': {
      const keys = [...table(node.array).keys()]
      let at = 0
      const target = { type: 'variable', name: node.name } as const
      const test = (): boolean => {
        const next = keys[at]
        at += 1
        if (next !== undefined) assign(target, next)
        return next !== undefined
      }
      return loop(test, node.body, () => {})
    }
    case 'delete':
      if (node.index === undefined) table(node.array).clear()
      else table(node.array).delete(key(node.index))
      return undefined
    case 'next':
    case 'break':
    case 'continue':
      return { by: node.type }
    case 'exit':
    case 'return':
      return { by: node.type, value: node.value === undefined ? undefined : value(node.value) }
  }
}
