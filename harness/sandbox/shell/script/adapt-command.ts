import { decodeBytesToUtf8, defineCommand } from 'just-bash'
import type { Command, IFileSystem, ResolvedCommandContext } from 'just-bash'
import type { Call, Invocation, Output, ShellCommand } from './command.ts'
import type { LiveOutput } from '../../api/types/connect.ts'
import type { Process } from './process.ts'
import { quote } from './quote.ts'

/** What the interpreter prints when a killed process leaves it. */
export const KILL_NOTE = /^bash: kill: signal work limit exceeded \(0\)\n$/m

export interface AdaptDependencies {
  readonly process: Process
  readonly files: IFileSystem
  /** Hears of the shell's variables whenever a command starts. */
  readonly observe: (variables: ReadonlyMap<string, string>) => void
  readonly fork: (
    process: Process,
    argv: readonly string[],
    rest: {
      readonly stdin: string
      readonly directory: string
      readonly environment: Readonly<Record<string, string>>
      readonly live?: LiveOutput
    },
  ) => Promise<Output>
  /** Where the command prints to while it runs. */
  readonly live?: LiveOutput
}

/** Puts a command of ours behind the interpreter's interface. */
export const adaptCommand = (command: ShellCommand, dependencies: AdaptDependencies): Command =>
  defineCommand(command.name, async (args, context) => {
    const { process } = dependencies
    dependencies.observe(context.env)
    try {
      const output = await command.run(callOf(args, context, dependencies))
      if (process.signal.aborted) endShell(context, output)
      return isAscii(output.stdout) ? { ...output, stdoutKind: 'bytes' } : output
    } catch (error) {
      // The interpreter reports what a command throws as the command's own failure, unless it is its own way to leave a script.
      if (!leavesScript(error)) process.fail(error)
      throw error
    }
  })

/** Such text is the same in bytes, which the interpreter passes on without counting and converting characters at every step. */
const isAscii = (text: string): boolean => !/[^\t\n\r -~]/.test(text)

const callOf = (args: readonly string[], context: ResolvedCommandContext, dependencies: AdaptDependencies): Call => {
  const environment = { ...context.exportedEnv }
  const directory = context.cwd
  const live = dependencies.live === undefined ? {} : { live: dependencies.live }
  return {
    args,
    stdin: decodeBytesToUtf8(context.stdin),
    directory,
    environment,
    files: dependencies.files,
    process: dependencies.process,
    ...live,
    execute: async ({ argv, stdin = '', environment: added = {}, onlyEnvironment }: Invocation) => {
      if (context.exec === undefined) throw new Error('the interpreter gave this command no way to run another one')
      const [name = '', ...rest] = argv
      const call = { cwd: directory, stdin }
      if (onlyEnvironment === undefined)
        return context.exec(quote(name), { ...call, env: { ...environment, ...added }, args: rest })
      return context.exec(`${exporting(onlyEnvironment, environment)}${[name, ...rest].map(quote).join(' ')}`, {
        ...call,
        env: {},
        replaceEnv: true,
      })
    },
    fork: (process, { argv, stdin = '', environment: added = {} }) =>
      dependencies.fork(process, argv, { stdin, directory, environment: { ...environment, ...added }, ...live }),
    original: async (rest) => {
      if (context.origCommand === undefined) throw new Error('the interpreter brings along no program of this name')
      return context.origCommand([...rest])
    },
  }
}

/** Sets just these variables, in the shell's own language: what it is given otherwise is not passed on to its children. */
const exporting = (variables: Readonly<Record<string, string>>, before: Readonly<Record<string, string>>): string => {
  const gone = Object.keys(before).filter((name) => variables[name] === undefined)
  const set = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}; `)
  return `${gone.map((name) => `unset ${name}; `).join('')}${set.join('')}`
}

/**
 * Leaves the whole script and keeps what was printed. Running out of a budget is the only way out that the interpreter opens to
 * commands: it cannot be caught by the script.
 */
const endShell = (context: ResolvedCommandContext, output: Output): never => {
  try {
    context.executionScope?.consumeLimited('signal', 1, 0, 'kill')
  } catch (error) {
    if (leavesScript(error)) error.prependOutput(output.stdout, output.stderr)
    throw error
  }
  throw new Error('a killed script could not be ended')
}

/** The interpreter's own errors carry output with them; their classes are not exported. */
const leavesScript = (error: unknown): error is Error & { prependOutput: (stdout: string, stderr: string) => void } =>
  error instanceof Error && 'prependOutput' in error
