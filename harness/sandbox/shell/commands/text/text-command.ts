import { failed } from '../../script/command.ts'
import type { Call, Output, ShellCommand } from '../../script/command.ts'
import { readOptions, UsageError } from './read-options.ts'
import type { Options, OptionTable } from './read-options.ts'

/** A file that was read, or the standard input under the name `-`. */
export interface Input {
  readonly name: string
  readonly text: string
}

/** A program that reads its operands, or the standard input if there are none, and prints what it makes of them. */
export interface TextProgram {
  readonly name: string
  readonly options: OptionTable
  /** Exit code when the command line is wrong. */
  readonly usageCode?: number
  readonly run: (inputs: readonly Input[], options: Options, call: Call) => Partial<Output>
}

/** Operands that cannot be read are complained about; the rest is worked on, and the exit code is 1. */
export const textCommand = (program: TextProgram): ShellCommand => ({
  name: program.name,
  run: async (call) => {
    try {
      const options = readOptions(program.name, call.args, program.options)
      const { inputs, complaints } = await readInputs(program.name, call, options.operands)
      const output = { stdout: '', stderr: '', exitCode: 0, ...program.run(inputs, options, call) }
      return complaints === ''
        ? output
        : { stdout: output.stdout, stderr: complaints + output.stderr, exitCode: program.usageCode ?? 1 }
    } catch (error) {
      if (error instanceof UsageError) return failed(`${error.message}\n`, program.usageCode ?? 1)
      throw error
    }
  },
})

export const readInputs = async (
  program: string,
  call: Call,
  operands: readonly string[],
): Promise<{ readonly inputs: readonly Input[]; readonly complaints: string }> => {
  if (operands.length === 0) return { inputs: [{ name: '-', text: call.stdin }], complaints: '' }
  const inputs: Input[] = []
  let complaints = ''
  for (const name of operands) {
    if (name === '-') {
      inputs.push({ name, text: call.stdin })
      continue
    }
    const path = call.files.resolvePath(call.directory, name)
    if (!(await call.files.exists(path))) {
      const opened = VERBS[program] === undefined ? name : `${VERBS[program]} ${quoted(program, name)}`
      complaints += `${program}: ${opened}: No such file or directory\n`
    } else if ((await call.files.stat(path)).isDirectory) complaints += `${program}: ${name}: Is a directory\n`
    else inputs.push({ name, text: await call.files.readFile(path) })
  }
  return { inputs, complaints }
}

/** How a program says that it could not open a file. */
const VERBS: Readonly<Record<string, string>> = {
  head: 'cannot open',
  tail: 'cannot open',
  sort: 'cannot read:',
}

const quoted = (program: string, name: string): string =>
  program === 'head' ? `'${name}' for reading` : program === 'tail' ? `'${name}' for reading` : name

/** Lines without their newlines; a last line that has none counts too. */
export const linesOf = (text: string): readonly string[] => {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

export const joined = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`)
