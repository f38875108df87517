import { SCRIPT_LIMITS } from '../../script/limits.ts'
import { builtinOf } from './call-builtin.ts'
import type { Evaluation } from './evaluation.ts'
import type { Reader } from './input.ts'
import { createReader } from './input.ts'
import type { Frame, Machine, Table } from './machine.ts'
import type { Expression, Target } from './syntax.ts'
import { AwkSyntax } from './syntax.ts'
import type { Value } from './values.ts'
import { compareValues, fromInput, isTrue } from './values.ts'

export interface EvaluationDependencies {
  readonly machine: Machine
  readonly main: Reader
  readonly readers: Map<string, Reader>
  /** Runs a function of the program. */
  readonly call: (name: string, frame: Frame) => Value
  readonly close: (name: string) => number
}

export const createEvaluation = (dependencies: EvaluationDependencies, frame: Frame | undefined): Evaluation => {
  const { machine } = dependencies
  const { text, number } = machine

  const existingTable = (name: string): Table | undefined =>
    frame?.names.has(name) === true ? frame.tables.get(name)?.() : machine.tables.get(name)

  const table = (name: string): Table => {
    if (frame?.names.has(name) === true) {
      const make = frame.tables.get(name)
      if (make !== undefined) return make()
      const own: Table = new Map()
      frame.tables.set(name, () => own)
      return own
    }
    const found = machine.tables.get(name) ?? new Map<string, Value>()
    machine.tables.set(name, found)
    return found
  }

  const key = (index: readonly Expression[]): string =>
    index.map((part) => text(value(part))).join(index.length > 1 ? text(machine.variable('SUBSEP')) : '')

  const read = (target: Target): Value => {
    switch (target.type) {
      case 'variable':
        return frame?.names.has(target.name) === true ? frame.scalars.get(target.name) : machine.variable(target.name)
      case 'field':
        return machine.records.get(Math.trunc(number(value(target.index))))
      case 'element': {
        const entries = table(target.array)
        const at = key(target.index)
        if (!entries.has(at)) entries.set(at, undefined)
        return entries.get(at)
      }
    }
  }

  const assign = (target: Target, assigned: Value): void => {
    switch (target.type) {
      case 'variable':
        if (frame?.names.has(target.name) === true) frame.scalars.set(target.name, assigned)
        else machine.assign(target.name, assigned)
        return
      case 'field':
        machine.records.put(Math.trunc(number(value(target.index))), assigned)
        return
      case 'element':
        table(target.array).set(key(target.index), assigned)
    }
  }

  const matches = (left: Expression, right: Expression): boolean => {
    const subject = text(value(left))
    const source = right.type === 'pattern' ? right.source : text(value(right))
    return machine.pattern(source).find(subject, 0) !== undefined
  }

  const binary = (operator: string, left: Expression, right: Expression): Value => {
    switch (operator) {
      case '&&':
        return Number(isTrue(value(left)) && isTrue(value(right)))
      case '||':
        return Number(isTrue(value(left)) || isTrue(value(right)))
      case '~':
        return Number(matches(left, right))
      case '!~':
        return Number(!matches(left, right))
      case ' ':
        return joined(text(value(left)), text(value(right)))
    }
    const [one, other] = [value(left), value(right)]
    return COMPARISONS[operator] === undefined
      ? compute(operator, number(one), number(other))
      : Number(COMPARISONS[operator](compareValues(one, other, text)))
  }

  const getline = (node: Extract<Expression, { type: 'getline' }>): Value => {
    const source = node.source === undefined ? '' : text(value(node.source))
    const reader = node.from === 'input' ? dependencies.main : opened(node.from, source)
    if (reader === undefined) return -1
    const line = reader.next()
    if (line === undefined) return 0
    if (node.from === 'command') machine.assign('NR', number(machine.variable('NR')) + 1)
    if (node.target === undefined) machine.records.set(line)
    else assign(node.target, fromInput(line))
    return 1
  }

  const opened = (from: 'file' | 'command', name: string): Reader | undefined => {
    const known = dependencies.readers.get(name)
    if (known !== undefined) return known
    const content =
      from === 'command'
        ? machine.streams.runCommand(name, '').stdout
        : name === '-'
          ? machine.streams.stdin
          : machine.streams.readFile(name)
    if (content === undefined) return undefined
    const reader = createReader(machine, content)
    dependencies.readers.set(name, reader)
    return reader
  }

  const call = (name: string, values: readonly Expression[]): Value => {
    const builtin = builtinOf(name)
    if (builtin !== undefined) return builtin(evaluation, values)
    const definition = machine.functions.get(name)
    if (definition === undefined) throw new AwkSyntax(`function ${name} never defined`)
    const callee: Frame = { scalars: new Map(), tables: new Map(), names: new Set(definition.parameters) }
    for (const [at, parameter] of definition.parameters.entries()) {
      const node = values[at]
      if (node === undefined) continue
      if (node.type === 'variable') {
        const { name: given } = node
        callee.tables.set(parameter, () => table(given))
        if (existingTable(given) !== undefined) continue
      }
      callee.scalars.set(parameter, value(node))
    }
    return dependencies.call(name, callee)
  }

  const value = (node: Expression): Value => {
    switch (node.type) {
      case 'number':
      case 'string':
        return node.value
      case 'variable':
      case 'field':
      case 'element':
        return read(node)
      case 'pattern':
        return Number(machine.pattern(node.source).find(text(machine.records.get(0)), 0) !== undefined)
      case 'group':
        return value(node.value)
      case 'list':
        throw new AwkSyntax('syntax error at or near ,')
      case 'assign': {
        const right = value(node.value)
        const result = node.operator === '' ? right : compute(node.operator, number(read(node.target)), number(right))
        assign(node.target, result)
        return result
      }
      case 'step': {
        const before = number(read(node.target))
        assign(node.target, before + node.by)
        return node.isPrefix ? before + node.by : before
      }
      case 'unary': {
        const inner = value(node.value)
        if (node.operator === '!') return Number(!isTrue(inner))
        return node.operator === '-' ? -number(inner) : number(inner)
      }
      case 'binary':
        return binary(node.operator, node.left, node.right)
      case 'choice':
        return isTrue(value(node.test)) ? value(node.whenTrue) : value(node.whenFalse)
      case 'in':
        return Number(table(node.array).has(key(node.index)))
      case 'call':
        machine.step()
        return call(node.name, node.values)
      case 'getline':
        machine.step()
        return getline(node)
    }
  }

  const evaluation: Evaluation = { machine, value, assign, table, existingTable, key, close: dependencies.close }
  return evaluation
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

const compute = (operator: string, left: number, right: number): number => {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
  }
  return left ** right
}

/** A text has a bound, as on a machine whose memory ends. @throws {AwkFault} */
const joined = (left: string, right: string): string => {
  if (left.length + right.length > SCRIPT_LIMITS.maxStringLength) throw new AwkFault('out of memory')
  return left + right
}

/** The program did what ends it. */
export class AwkFault extends Error {
  override readonly name = 'AwkFault'
}
