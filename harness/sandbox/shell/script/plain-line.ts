import { parse } from 'just-bash'
import type { CommandNode, WordNode } from 'just-bash'

/** One command with its words as the shell would hand them over, and the variables that were exported before it. */
export interface PlainLine {
  readonly name: string
  readonly args: readonly string[]
  readonly exported: Readonly<Record<string, string>>
}

type WordPart = WordNode['parts'][number]
type Variables = Readonly<Record<string, string>>

/** Reads command lines that need no interpreter; `undefined` for all others. */
export type PlainLines = (script: string, environment: Variables) => PlainLine | undefined

/**
 * Most lines of a harness are one command behind a few `export NAME=value &&`, in words that are literal or quoted variables. Such a
 * line means the same without an interpreter around it. Lines that were read before are remembered by their text.
 */
export const createPlainLines = (): PlainLines => {
  const read = new Map<string, readonly CommandNode[] | undefined>()
  const commandsOf = (script: string): readonly CommandNode[] | undefined => {
    if (read.has(script)) return read.get(script)
    if (read.size >= REMEMBERED_LINES) read.clear()
    const commands = chainOf(script)
    read.set(script, commands)
    return commands
  }
  return (script, environment) => {
    if (script.length > LONGEST_LINE) return undefined
    const commands = commandsOf(script)
    return commands === undefined ? undefined : lineOf(commands, environment)
  }
}

const REMEMBERED_LINES = 512
const LONGEST_LINE = 4096

/** The commands of `a && b && c`, when the script is nothing else. */
const chainOf = (script: string): readonly CommandNode[] | undefined => {
  const [statement, ...others] = parsed(script)?.statements ?? []
  if (statement === undefined || others.length > 0 || statement.background) return undefined
  if (!statement.operators.every((operator) => operator === '&&')) return undefined
  const commands: CommandNode[] = []
  for (const { commands: piped, negated, timed } of statement.pipelines) {
    const [command] = piped
    if (command === undefined || piped.length > 1 || negated || timed === true) return undefined
    commands.push(command)
  }
  return commands
}

const parsed = (script: string): ReturnType<typeof parse> | undefined => {
  try {
    return parse(script)
  } catch {
    // What is no script is the interpreter's to complain about.
    return undefined
  }
}

const lineOf = (commands: readonly CommandNode[], environment: Variables): PlainLine | undefined => {
  let exported: Variables = {}
  for (const [index, command] of commands.entries()) {
    const words = wordsOf(command, { ...environment, ...exported })
    const [name, ...args] = words ?? []
    if (name === undefined) return undefined
    if (index === commands.length - 1) return { name, args, exported }
    const added = name === 'export' ? args.map((arg) => /^([A-Za-z_]\w*)=(.*)$/s.exec(arg)) : [null]
    for (const match of added) {
      if (match === null) return undefined
      if (SPECIAL_VARIABLES.test(match[1] ?? '')) return undefined
      exported = { ...exported, [match[1] ?? '']: match[2] ?? '' }
    }
  }
  return undefined
}

/** Where commands are found, and what the shell gives other values than it was told. */
const SPECIAL_VARIABLES = /^(?:PATH|S?RANDOM|SECONDS|EPOCH(?:SECONDS|REALTIME)|LINENO|_)$/

const wordsOf = (command: CommandNode, variables: Variables): readonly string[] | undefined => {
  if (command.type !== 'SimpleCommand' || command.name === null) return undefined
  if (command.assignments.length > 0 || command.redirections.length > 0) return undefined
  const words: string[] = []
  for (const word of [command.name, ...command.args]) {
    const text = textOf(word, variables)
    if (text === undefined) return undefined
    words.push(text)
  }
  return words
}

const textOf = ({ parts }: WordNode, variables: Variables): string | undefined => {
  let text = ''
  for (const part of parts) {
    const piece = part.type === 'DoubleQuoted' ? joined(part.parts, variables) : literal(part)
    if (piece === undefined) return undefined
    text += piece
  }
  return text
}

/** Inside double quotes a variable stays one word, whatever is in it. */
const joined = (parts: readonly WordPart[], variables: Variables): string | undefined => {
  let text = ''
  for (const part of parts) {
    const isVariable = part.type === 'ParameterExpansion' && part.operation === null
    const piece = isVariable ? variables[part.parameter] : literal(part)
    if (piece === undefined) return undefined
    text += piece
  }
  return text
}

const literal = (part: WordPart): string | undefined =>
  part.type === 'SingleQuoted' || part.type === 'Literal' ? part.value : undefined
