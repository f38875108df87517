import { parse, type ScriptNode } from 'just-bash'
import { resolvePath } from '../files/files.ts'
import type { Activity, Program, ProgramCall } from '../types.ts'
import { interact } from './interact.ts'
import { runStatements } from './interpret.ts'
import { readAll } from '../streams.ts'
import { Leave, SHELL_MEMORY_BYTES, type Shell } from './shell.ts'
import { runSimple } from './simple-command.ts'
import { runTraps } from './traps.ts'

/** `sh`: `-c` with a script, a file, or what stands on its input. */
export const shellProgram: Program = {
  *run(call) {
    const { args, table, streams } = call
    const options = new Set<string>()
    const rest = [...args]
    let isCommand = false
    while (/^[-+][a-z]+$/.test(rest[0] ?? '')) {
      for (const letter of (rest.shift() ?? '').slice(1)) {
        if (letter === 'c') isCommand = true
        else options.add(letter)
      }
    }
    const first = rest.shift()
    if (isCommand) {
      if (first === undefined) {
        streams.stderr.write('sh: -c requires an argument\n')
        return 2
      }
      return yield* runText(call, first, [rest[0] ?? call.name, ...rest.slice(1)], options)
    }
    if (first === undefined) {
      if (streams.isTerminal !== true) return yield* runText(call, yield* readAll(streams.stdin), [call.name], options)
      const shell = openShell(call, [call.name], options, true)
      yield* interact(shell, promptOf(call))
      return yield* atExit(shell)
    }
    const text = table.files.read(resolvePath(call.directory, first))
    if (text === undefined) {
      streams.stderr.write(`sh: can't open '${first}': No such file or directory\n`)
      return 2
    }
    return yield* runText(call, text, [first, ...rest], options)
  },
}

function* runText(
  call: ProgramCall,
  text: string,
  parameters: readonly string[],
  options: Set<string>,
): Activity<number> {
  const script = read(text)
  if (script === undefined) {
    call.streams.stderr.write(`${call.name}: syntax error\n`)
    return 2
  }
  const shell = openShell(call, parameters, options, false)
  yield* untilExit(runScript(shell, script))
  return yield* atExit(shell)
}

const openShell = (
  { process, table, environment, directory, streams }: ProgramCall,
  parameters: readonly string[],
  options: Set<string>,
  isInteractive: boolean,
): Shell => {
  process.memoryBytes = SHELL_MEMORY_BYTES
  table.loaded()
  return {
    table,
    process,
    variables: new Map(Object.entries(environment)),
    exported: new Set(Object.keys(environment)),
    functions: new Map(),
    traps: new Map(),
    options,
    parameters,
    directory,
    streams,
    status: 0,
    lastJob: 0,
    loops: 0,
    isSubshell: false,
    isInteractive,
    run: runStatements,
  }
}

/** As the shells of the images show it: bash names user and host, busybox the folder, others neither. */
const promptOf =
  ({ name, table, environment }: ProgramCall) =>
  ({ directory }: Shell): string => {
    const home = environment['HOME'] ?? '/root'
    const folder = directory === home ? '~' : directory
    if (/(?:^|\/)bash$/.test(name)) return `root@${table.hostname}:${folder}# `
    return table.findProgram('ash') === undefined ? '# ' : `${folder} # `
  }

/** Runs what was to be run at the end. @returns the exit code */
function* atExit(shell: Shell): Activity<number> {
  const last = shell.traps.get('EXIT')
  if (last !== undefined) {
    shell.traps.delete('EXIT')
    const { status } = shell
    yield* untilExit(runStatements(shell, read(last)?.statements ?? []))
    if (shell.status === 0) shell.status = status
  }
  return shell.status
}

/** A script that is a single command gives its process away to it. */
function* runScript(shell: Shell, { statements }: ScriptNode): Activity<void> {
  const [statement] = statements
  const [pipeline] = statement?.pipelines ?? []
  const [command] = pipeline?.commands ?? []
  const isSingle =
    statements.length === 1 &&
    statement?.background === false &&
    statement.pipelines.length === 1 &&
    pipeline?.commands.length === 1
  if (isSingle && command?.type === 'SimpleCommand' && pipeline?.negated === false)
    return yield* runSimple(shell, command, true)
  yield* runStatements(shell, statements)
  yield* runTraps(shell)
}

function* untilExit(activity: Activity<void>): Activity<void> {
  try {
    yield* activity
  } catch (error) {
    if (!(error instanceof Leave)) throw error
  }
}

const read = (text: string): ScriptNode | undefined => {
  try {
    return parse(text)
  } catch {
    // The parser's complaints are its own; a shell says that the script is none.
    return undefined
  }
}
