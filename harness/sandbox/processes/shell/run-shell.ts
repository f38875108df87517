import { parse, type ScriptNode } from 'just-bash'
import { resolvePath } from '../files/files.ts'
import { readAll } from '../streams.ts'
import type { Activity, Program, ProgramCall } from '../types.ts'
import { runStatements } from './interpret.ts'
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
    if (first === undefined) return yield* runText(call, yield* readAll(streams.stdin), [call.name], options)
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
  const { process, table } = call
  const variables = new Map(Object.entries(call.environment))
  process.memoryBytes = SHELL_MEMORY_BYTES
  table.loaded()
  const shell: Shell = {
    table,
    process,
    variables,
    exported: new Set(Object.keys(call.environment)),
    functions: new Map(),
    traps: new Map(),
    options,
    parameters,
    directory: call.directory,
    streams: call.streams,
    status: 0,
    lastJob: 0,
    loops: 0,
    isSubshell: false,
    run: runStatements,
  }
  yield* untilExit(runScript(shell, script))
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
