import type { CommandNode, StatementNode } from 'just-bash'
import { byteLength } from '../files/long-text.ts'
import type { Activity, Process, ProcessTable, Streams } from '../types.ts'

/** The state of a shell. A subshell works on a copy. */
export interface Shell {
  readonly table: ProcessTable
  readonly process: Process
  readonly variables: Map<string, string>
  readonly exported: Set<string>
  readonly functions: Map<string, CommandNode>
  readonly traps: Map<string, string>
  readonly options: Set<string>
  /** `$0`, then `$1` and so on. */
  parameters: readonly string[]
  directory: string
  streams: Streams
  /** `$?` */
  status: number
  /** `$!` */
  lastJob: number
  /** Nested loops around what runs. */
  loops: number
  /** Runs inside a subshell: traps are the parent's. */
  readonly isSubshell: boolean
  /** Somebody sits before it: Ctrl-C ends what it does, not the shell. */
  readonly isInteractive: boolean
  readonly run: (shell: Shell, statements: readonly StatementNode[]) => Activity<void>
}

/** `exit`, `return`, `break` and `continue` leave what they stand in; Ctrl-C leaves everything, up to the prompt. */
export class Leave extends Error {
  override readonly name = 'Leave'
  readonly how: 'exit' | 'return' | 'break' | 'continue' | 'interrupt'
  /** Loops to leave. */
  levels: number

  constructor(how: Leave['how'], levels = 1) {
    super(how)
    this.how = how
    this.levels = levels
  }
}

export const copyShell = (shell: Shell, changes: Partial<Shell> = {}): Shell => ({
  ...shell,
  variables: new Map(shell.variables),
  exported: new Set(shell.exported),
  functions: new Map(shell.functions),
  options: new Set(shell.options),
  traps: new Map(),
  isSubshell: true,
  ...changes,
})

/** Sets a variable; large values count as memory of the process. */
export const assign = ({ variables, process, table }: Shell, name: string, value: string): void => {
  const before = sizeOf(variables.get(name) ?? '')
  const after = sizeOf(value)
  variables.set(name, value)
  if (before === after) return
  process.memoryBytes += after - before
  table.loaded()
}

/** Sets variables one after the other. For the time of the copy a large value is there twice: as the text that was read, and as the variable. */
export function* assignAll(shell: Shell, assigned: readonly (readonly [string, string])[]): Activity<void> {
  const { process, table } = shell
  for (const [name, value] of assigned) {
    const size = sizeOf(value)
    process.memoryBytes += size
    assign(shell, name, value)
    if (size === 0) continue
    yield { kind: 'sleep', ms: COPY_MS }
    process.memoryBytes -= size
    table.loaded()
  }
}

/** How long a large value stands in memory twice, ms. */
const COPY_MS = 120

/** Bytes of a value worth counting. */
const sizeOf = (value: string): number => {
  const length = byteLength(value)
  return length > 100_000 ? length : 0
}

export const exportedVariables = ({ variables, exported }: Shell): Record<string, string> => {
  const all: Record<string, string> = {}
  for (const name of exported) {
    const value = variables.get(name)
    if (value !== undefined) all[name] = value
  }
  return all
}

export const complain = (shell: Shell, text: string): void => shell.streams.stderr.write(`sh: ${text}\n`)

/** Memory that the values of a shell take, in bytes. */
export const SHELL_MEMORY_BYTES = 600_000
