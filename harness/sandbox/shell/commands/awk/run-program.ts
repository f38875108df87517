import type { EvaluationDependencies } from './evaluate.ts'
import { AwkFault, createEvaluation } from './evaluate.ts'
import type { Evaluation } from './evaluation.ts'
import type { Leaving } from './execute.ts'
import { execute } from './execute.ts'
import type { Reader } from './input.ts'
import { createMainInput } from './input.ts'
import type { Frame, Machine } from './machine.ts'
import type { Program, Redirect, Rule, Statement } from './syntax.ts'
import { isTrue } from './values.ts'

const MAX_DEPTH = 500

/** Runs a program over its input. @returns its exit code */
export const runProgram = (machine: Machine, program: Program, operands: readonly string[]): number => {
  const main = createMainInput(machine, operands)
  const readers = new Map<string, Reader>()
  const pipes = new Map<string, string>()
  const { streams } = machine
  let depth = 0

  const send = (kind: Redirect['kind'], name: string, text: string): void => {
    if (kind === '|') pipes.set(name, (pipes.get(name) ?? '') + text)
    else if (name === '/dev/stderr') streams.complain(text)
    else if (name === '/dev/stdout' || name === '-') streams.print(text)
    else streams.write(name, text, kind === '>>')
  }
  const close = (name: string): number => {
    const input = pipes.get(name)
    const wasRead = readers.delete(name)
    if (input === undefined) return wasRead || streams.written.has(name) ? 0 : -1
    pipes.delete(name)
    const output = streams.runCommand(name, input)
    streams.print(output.stdout)
    streams.complain(output.stderr)
    return output.exitCode
  }
  const call = (name: string, frame: Frame): ReturnType<EvaluationDependencies['call']> => {
    const body = machine.functions.get(name)?.body
    if (body === undefined) return undefined
    depth += 1
    if (depth > MAX_DEPTH) throw new AwkFault('function call nesting too deep')
    const leaving = execute({ evaluation: createEvaluation(dependencies, frame), send }, body)
    depth -= 1
    return leaving?.by === 'return' ? leaving.value : undefined
  }
  const dependencies: EvaluationDependencies = { machine, main, readers, call, close }
  const evaluation = createEvaluation(dependencies, undefined)
  const run = (body: Statement): Leaving => execute({ evaluation, send }, body)

  const exitCode = runRules(program, evaluation, main, run)
  for (const name of pipes.keys()) close(name)
  return exitCode
}

type LineRule = Extract<Rule, { on: 'line' | 'range' }>

const runRules = (
  { rules }: Program,
  evaluation: Evaluation,
  main: Reader,
  run: (body: Statement) => Leaving,
): number => {
  const { machine } = evaluation
  let exitCode = 0
  const runAll = (on: 'begin' | 'end'): boolean => {
    for (const rule of rules) {
      if (rule.on !== on) continue
      const leaving = run(rule.body)
      if (leaving?.by !== 'exit') continue
      if (leaving.value !== undefined) exitCode = machine.number(leaving.value) & 255
      return false
    }
    return true
  }
  const open = new Set<LineRule>()
  const lineRules = rules.filter((rule): rule is LineRule => rule.on === 'line' || rule.on === 'range')
  const applies = (rule: LineRule): boolean => {
    if (rule.on === 'line') return rule.pattern === undefined || isTrue(evaluation.value(rule.pattern))
    if (!open.has(rule) && !isTrue(evaluation.value(rule.from))) return false
    open.add(rule)
    if (isTrue(evaluation.value(rule.to))) open.delete(rule)
    return true
  }
  const runLine = (): Leaving => {
    for (const rule of lineRules) {
      if (!applies(rule)) continue
      const leaving = run(rule.body ?? PRINT)
      if (leaving !== undefined) return leaving
    }
    return undefined
  }
  let goesOn = runAll('begin')
  if (goesOn && rules.some(({ on }) => on !== 'begin'))
    for (let line = main.next(); goesOn && line !== undefined; line = goesOn ? main.next() : undefined) {
      machine.step()
      machine.records.set(line)
      const leaving = runLine()
      if (leaving?.by !== 'exit') continue
      if (leaving.value !== undefined) exitCode = machine.number(leaving.value) & 255
      goesOn = false
    }
  runAll('end')
  return exitCode
}

const PRINT: Statement = { type: 'print', values: [], to: undefined }
