import { failed } from '../../script/command.ts'
import type { Call, Output, ShellCommand } from '../../script/command.ts'
import { pause } from '../../script/process.ts'
import { AwkFault } from './evaluate.ts'
import { UnreadableFile } from './input.ts'
import { createMachine, Endless } from './machine.ts'
import { parseProgram } from './parse-program.ts'
import { readArguments } from './read-arguments.ts'
import type { Arguments } from './read-arguments.ts'
import { runProgram } from './run-program.ts'
import type { Known } from './streams.ts'
import { createStreams, Missing } from './streams.ts'
import type { Program } from './syntax.ts'
import { AwkSyntax } from './syntax.ts'
import { fromInput } from './values.ts'
import { unescapeText } from './tokens.ts'

/** awk of POSIX: `-F`, `-v`, `-f`. Exit code 2 when the program or a file cannot be read. */
export const awk: ShellCommand = {
  name: 'awk',
  run: async (call) => {
    try {
      const given = await readArguments(call)
      if (typeof given === 'string') return failed(`awk: ${given}\n`, 2)
      return await start(call, given, parseProgram(given.program))
    } catch (error) {
      if (error instanceof AwkSyntax) return failed(`awk: ${error.message}\n`, 2)
      throw error
    }
  },
}

/** A program runs in one go. Where it needs a file or a command, that is waited for and the program starts over; what it prints is kept till the end. */
const start = async (call: Call, given: Arguments, program: Program): Promise<Output> => {
  const known: Known = { files: new Map(), commands: new Map() }
  for (;;) {
    const streams = createStreams(known, call.stdin, () => {
      throw new Endless('more output than it may keep')
    })
    const machine = createMachine(streams, program.functions, call.process.flow.nowMs)
    if (given.separator !== undefined) machine.assign('FS', given.separator)
    for (const [name, value] of given.variables) machine.assign(name, fromInput(unescapeText(value)))
    machine.tables.set(
      'ENVIRON',
      new Map(Object.entries(call.environment).map(([name, text]) => [name, fromInput(text)])),
    )
    const words = ['awk', ...given.operands]
    machine.tables.set('ARGV', new Map(words.map((word, at) => [String(at), fromInput(word)])))
    machine.assign('ARGC', words.length)
    try {
      const exitCode = runProgram(machine, program, given.operands)
      await writeFiles(call, streams.written)
      return { ...streams.output(), exitCode }
    } catch (error) {
      if (error instanceof Missing) await provide(call, known, error.what)
      else if (error instanceof Endless) {
        await pause(call.process, Number.POSITIVE_INFINITY)
        const { stdout, stderr } = streams.output()
        return { stdout, stderr: `${stderr}awk: stopped: ${error.message}\n`, exitCode: 143 }
      } else if (error instanceof AwkFault || error instanceof UnreadableFile) {
        const { stdout, stderr } = streams.output()
        await writeFiles(call, streams.written)
        return { stdout, stderr: `${stderr}awk: ${error.message}\n`, exitCode: 2 }
      } else throw error
    }
  }
}

const provide = async (call: Call, known: Known, what: Missing['what']): Promise<void> => {
  if ('command' in what) {
    const output = await call.execute({ argv: ['sh', '-c', what.command], stdin: what.stdin })
    known.commands.set(what.key, output)
    return
  }
  const path = call.files.resolvePath(call.directory, what.path)
  const isFile = (await call.files.exists(path)) && (await call.files.stat(path)).isFile
  known.files.set(what.path, isFile ? await call.files.readFile(path) : undefined)
}

const writeFiles = async (
  call: Call,
  written: ReadonlyMap<string, { readonly text: string; readonly isAppended: boolean }>,
): Promise<void> => {
  for (const [name, { text, isAppended }] of written) {
    const path = call.files.resolvePath(call.directory, name)
    if (isAppended) await call.files.appendFile(path, text)
    else await call.files.writeFile(path, text)
  }
}
