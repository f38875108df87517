import type { SimpleCommandNode } from 'just-bash'
import { FileFailure } from '../files/file-trouble.ts'
import { settled } from '../streams.ts'
import type { Activity, Program, Streams } from '../types.ts'
import { BUILTINS } from './builtins.ts'
import { expandText, expandWords } from './expand.ts'
import { redirect } from './redirect.ts'
import { assign, assignAll, complain, exportedVariables, Leave, type Shell } from './shell.ts'

/**
 * Runs a command with its assignments and redirections. With `replaces`, a program takes the place of the shell, as the last command
 * of `sh -c` does and every command in the background.
 */
export function* runSimple(shell: Shell, node: SimpleCommandNode, replaces: boolean): Activity<void> {
  const assigned: [string, string][] = []
  shell.status = node.name === null ? 0 : shell.status
  for (const { name, value, append } of node.assignments) {
    const text = value === null ? '' : yield* expandText(shell, value)
    assigned.push([name, append ? (shell.variables.get(name) ?? '') + text : text])
  }
  const words = yield* expandWords(shell, node.name === null ? node.args : [node.name, ...node.args])
  if (shell.options.has('x') && words.length > 0) shell.streams.stderr.write(`+ ${words.join(' ')}\n`)
  const streams = yield* redirected(shell, node)
  if (streams === undefined) {
    shell.status = 1
    return
  }
  const [name, ...args] = words
  if (name === undefined) {
    yield* assignAll(shell, assigned)
    return
  }
  if (name === 'exec') return yield* execute(shell, args, streams, assigned)
  const before = shell.streams
  const body = shell.functions.get(name)
  const builtin = BUILTINS[name]
  if (body === undefined && builtin === undefined) return yield* start(shell, words, streams, assigned, replaces)
  for (const [variable, value] of assigned) assign(shell, variable, value)
  shell.streams = streams
  try {
    if (body === undefined) shell.status = builtin === undefined ? 0 : yield* settled(builtin(shell, args))
    else yield* callFunction(shell, body, args)
  } finally {
    shell.streams = before
  }
}

function* redirected(shell: Shell, { redirections }: SimpleCommandNode): Activity<Streams | undefined> {
  try {
    return yield* redirect(shell, redirections)
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error
    complain(shell, error.message)
    return undefined
  }
}

function* callFunction(
  shell: Shell,
  body: Parameters<Shell['functions']['set']>[1],
  args: readonly string[],
): Activity<void> {
  const outer = shell.parameters
  shell.parameters = [outer[0] ?? 'sh', ...args]
  try {
    yield* shell.run(shell, [
      {
        type: 'Statement',
        pipelines: [{ type: 'Pipeline', commands: [body], negated: false }],
        operators: [],
        background: false,
      },
    ])
  } catch (error) {
    if (!(error instanceof Leave) || error.how !== 'return') throw error
  } finally {
    shell.parameters = outer
  }
}

function* execute(
  shell: Shell,
  args: readonly string[],
  streams: Streams,
  assigned: readonly (readonly [string, string])[],
): Activity<void> {
  if (args.length === 0) {
    shell.streams = streams
    return
  }
  yield* start(shell, args, streams, assigned, true)
  throw new Leave('exit')
}

function* start(
  shell: Shell,
  argv: readonly string[],
  streams: Streams,
  assigned: readonly (readonly [string, string])[],
  replaces: boolean,
): Activity<void> {
  const { table, process } = shell
  const program = findProgram(shell, argv[0] ?? '')
  if (program === undefined) {
    const isThere = (argv[0] ?? '').includes('/') && table.files.stat(argv[0] ?? '') !== undefined
    complain({ ...shell, streams }, `${argv[0]}: ${isThere ? 'Permission denied' : 'not found'}`)
    shell.status = isThere ? 126 : 127
    return
  }
  const environment = { ...exportedVariables(shell), ...Object.fromEntries(assigned) }
  const { directory } = shell
  if (program.isQuick === true || replaces) {
    if (replaces) {
      process.argv = argv
      process.memoryBytes = 0
      for (const [signal, handler] of process.handlers) if (handler === 'handle') process.handlers.delete(signal)
      table.loaded()
    }
    const call = { name: argv[0] ?? '', args: argv.slice(1), environment, directory, streams, process, table }
    try {
      shell.status = yield* settled(program.run(call))
    } catch (error) {
      if (!(error instanceof FileFailure)) throw error
      streams.stderr.write(`${call.name}: ${error.message}\n`)
      shell.status = 1
    }
    return
  }
  const child = table.spawn({ argv, run: program.run, environment, directory, streams, parent: process.pid })
  yield { kind: 'until', test: () => child.exitCode !== undefined }
  shell.status = child.exitCode ?? 0
  if (shell.status === 137) streams.stderr.write('Killed\n')
  else if (shell.status === 143) streams.stderr.write('Terminated\n')
}

/** A program of the image, or a script with an interpreter line. */
const findProgram = (shell: Shell, name: string): Program | undefined => {
  const known = shell.table.findProgram(name)
  if (known !== undefined || !name.includes('/')) return known
  const text = shell.table.files.read(name)
  const mode = shell.table.files.stat(name)?.mode ?? 0
  if (text === undefined || (mode & 0o111) === 0) return undefined
  const interpreter = /^#!\s*(\S+)/.exec(text)?.[1] ?? '/bin/sh'
  const program = shell.table.findProgram(interpreter)
  return program === undefined
    ? undefined
    : { run: (call) => program.run({ ...call, name: interpreter, args: [name, ...call.args] }) }
}
