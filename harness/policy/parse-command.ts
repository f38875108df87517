import { parse, type ScriptNode, type SimpleCommandNode } from 'just-bash'
import type { FoundCommand, SimpleCommand } from './simple-command.ts'
import { unwrapCommand } from './unwrap-command.ts'
import { expandWord, type Variables, type Word } from './word.ts'

export type ParsedCommand =
  | { readonly status: 'parsed'; readonly commands: readonly SimpleCommand[] }
  | { readonly status: 'unparsable'; readonly reason: string }

const MAX_LENGTH = 20_000
const MAX_NESTING = 8

/**
 * Lists every program that a shell command line may start: in pipes, lists, loops, functions, substitutions, here-documents
 * handed to a shell, `bash -c`, `xargs`, `env`, `timeout` and the like. Nothing is run. Variables are known where the line
 * itself sets them in a straight line before their use.
 */
export const parseCommand = (line: string, variables: Variables = new Map()): ParsedCommand =>
  parseNested(line, variables, 0)

function parseNested(line: string, variables: Variables, depth: number): ParsedCommand {
  if (line.length > MAX_LENGTH) return unparsable(`longer than ${MAX_LENGTH} characters`)
  if (depth > MAX_NESTING) return unparsable(`nested more than ${MAX_NESTING} shells deep`)
  try {
    const found = collect(parse(line), variables)
    const commands: SimpleCommand[] = []
    for (const command of found.flatMap(unwrapCommand)) {
      commands.push(command.command)
      if (command.script === null) continue
      const inner = parseNested(command.script, command.variables, depth + 1)
      if (inner.status === 'unparsable') return inner
      commands.push(...inner.commands.map((each) => ({ ...each, repeated: each.repeated || command.command.repeated })))
    }
    return { status: 'parsed', commands }
  } catch (error) {
    if (error instanceof Error && /^(?:ParseException|LexerError|RangeError|UnparsableError)$/.test(error.name))
      return unparsable(error.message)
    throw error
  }
}

const unparsable = (reason: string): ParsedCommand => ({ status: 'unparsable', reason })

class UnparsableError extends Error {
  override readonly name = 'UnparsableError'
}

function collect(script: ScriptNode, outer: Variables): readonly FoundCommand[] {
  const found: FoundCommand[] = []
  const variables = new Map(outer)
  for (const name of variableNamesInside(script)) variables.set(name, null)
  for (const statement of script.statements) {
    if (statement.deferredError !== undefined) throw new UnparsableError(statement.deferredError.message)
    statement.pipelines.forEach((pipeline, index) => {
      const [only] = pipeline.commands
      const straight =
        pipeline.commands.length === 1 &&
        only?.type === 'SimpleCommand' &&
        !statement.background &&
        !statement.operators.slice(0, index).includes('||')
      visit(pipeline.commands, { variables, repeated: false, substituted: false }, found)
      if (straight) assign(only, variables)
      else for (const name of assignedNames(pipeline)) variables.set(name, null)
    })
  }
  return found
}

const NOWHERE: Place = { variables: new Map(), repeated: false, substituted: false }
const LOOPS = new Set(['For', 'CStyleFor', 'While', 'Until', 'FunctionDef'])

function visit(node: unknown, at: Place, found: FoundCommand[]): void {
  if (Array.isArray(node)) return node.forEach((each) => visit(each, at, found))
  if (!isNode(node)) return
  const type = String(node['type'])
  if (isSimple(node)) found.push({ command: read(node, at), variables: new Map(at.variables) })
  if (type === 'Statement' && isNode(node['deferredError']))
    throw new UnparsableError(String(node['deferredError']['message']))
  if (type === 'ArithSyntaxError') throw new UnparsableError('its arithmetic cannot be read')
  if (type === 'ArithCommandSubst') visit(parse(String(node['command'])), { ...at, substituted: true }, found)
  const inside = {
    ...at,
    repeated: at.repeated || LOOPS.has(type),
    substituted: at.substituted || type === 'CommandSubstitution' || type === 'ProcessSubstitution',
  }
  for (const child of Object.values(node)) visit(child, inside, found)
}

/** Where in a command line a program stands. */
interface Place {
  readonly variables: Variables
  readonly repeated: boolean
  readonly substituted: boolean
}

const isNode = (node: unknown): node is Record<string, unknown> => typeof node === 'object' && node !== null

const isSimple = (node: unknown): node is SimpleCommandNode => isNode(node) && node['type'] === 'SimpleCommand'

function read(node: SimpleCommandNode, { variables, repeated, substituted }: Place): SimpleCommand {
  const words = node.name === null ? node.args : [node.name, ...node.args]
  return {
    argv: words.flatMap((word) => expandWord(word, variables)),
    assignments: new Map(node.assignments.map((each) => [each.name, assignedText(each, variables)])),
    stdin: stdinText(node, variables),
    repeated,
    substituted,
    writes: node.redirections.flatMap(({ operator, target }) =>
      operator.includes('>') && target.type === 'Word' ? [joined(expandWord(target, variables))] : [],
    ),
  }
}

const joined = (words: readonly Word[]): string | null => {
  const texts = words.map((word) => word.text)
  return texts.includes(null) ? null : texts.join(' ')
}

function assignedText(assignment: SimpleCommandNode['assignments'][number], variables: Variables): string | null {
  if (assignment.array !== null || assignment.append) return null
  return assignment.value === null ? '' : joined(expandWord(assignment.value, variables))
}

function stdinText(node: SimpleCommandNode, variables: Variables): string | null {
  for (const { operator, target } of node.redirections) {
    if (target.type === 'HereDoc') return joined(expandWord(target.content, variables))
    if (operator === '<<<') return joined(expandWord(target, variables))
  }
  return null
}

/** The effect of one straight-line command on the variables that are known after it. */
function assign(node: SimpleCommandNode, variables: Map<string, string | null>): void {
  if (node.name === null) for (const each of node.assignments) variables.set(each.name, assignedText(each, variables))
  const [program, ...args] = read(node, { ...NOWHERE, variables }).argv
  if (program?.text === 'export')
    for (const { text } of args) {
      const [, name, value] = /^(\w+)=([^]*)$/.exec(text ?? '') ?? []
      if (name !== undefined) variables.set(name, value ?? null)
    }
}

/** Names that something inside a node assigns, in any way. */
const assignedNames = (node: unknown): readonly string[] => {
  if (Array.isArray(node)) return node.flatMap(assignedNames)
  if (!isNode(node)) return []
  const here = node['type'] === 'Assignment' ? [String(node['name'])] : []
  return [...here, ...exportedNames(node), ...Object.values(node).flatMap(assignedNames)]
}

const exportedNames = (node: unknown): readonly string[] => {
  if (!isSimple(node)) return []
  const [program, ...args] = read(node, NOWHERE).argv
  return program?.text === 'export' ? args.flatMap(({ text }) => /^\w+/.exec(text ?? '')?.[0] ?? []) : []
}

const SETTERS = new Set([
  'read',
  'mapfile',
  'readarray',
  'printf',
  'declare',
  'typeset',
  'local',
  'readonly',
  'unset',
  'getopts',
  'let',
])

/** Names whose values may change elsewhere than in a straight line: they count as unknown from the start. */
function variableNamesInside(script: ScriptNode): ReadonlySet<string> {
  const names = new Set<string>()
  const walk = (node: unknown, straight: boolean): void => {
    if (Array.isArray(node)) return node.forEach((each) => walk(each, straight))
    if (!isNode(node)) return
    if (node['type'] === 'For') names.add(String(node['variable']))
    if (node['type'] === 'ParameterExpansion' && isNode(node['operation'])) names.add(String(node['parameter']))
    if (node['type'] === 'ArithAssignment') names.add(String(node['variable']))
    if (isSimple(node)) {
      const [program, ...args] = read(node, NOWHERE).argv
      const texts = args.map((word) => /^\w+/.exec(word.text ?? '')?.[0]).filter((name) => name !== undefined)
      if (SETTERS.has(program?.text ?? '') || (program?.text === 'export' && !straight))
        texts.forEach((name) => names.add(name))
      if (!straight && node.name === null) node.assignments.forEach((each) => names.add(each.name))
    }
    const staysStraight =
      straight && (node['type'] === undefined || (typeof node['type'] === 'string' && STRAIGHT.has(node['type'])))
    const inner = staysStraight && !(node['type'] === 'Pipeline' && (node['commands'] as unknown[]).length > 1)
    for (const child of Object.values(node)) walk(child, inner)
  }
  walk(script, true)
  return names
}

const STRAIGHT = new Set(['Script', 'Statement', 'Pipeline'])
