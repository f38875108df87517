import type { Call, Output, ShellCommand } from '../../script/command.ts'
import { mendProgram } from './mend-program.ts'

/** jq, where the interpreter's differs from jq 1.6: some functions, the exit code of `-e` without output, and the words of errors. */
export const jq: ShellCommand = {
  name: 'jq',
  run: async (call) => {
    const at = programAt(call.args)
    const args = call.args.map((arg, index) => (index === at ? mendProgram(arg) : arg))
    const output = await call.original(args)
    return worded(output, call)
  },
}

const FAULT = /^jq: (?:parse )?error: (Cannot .*|.* cannot be .*)$/m

/** Options that take the words after them. */
const TAKEN: Readonly<Record<string, number>> = {
  '--arg': 2,
  '--argjson': 2,
  '--slurpfile': 2,
  '--rawfile': 2,
  '--indent': 1,
  '-f': 1,
  '--from-file': 1,
}

const programAt = (args: readonly string[]): number => {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '-f' || arg === '--from-file' || arg === '--args' || arg === '--jsonargs') return -1
    if (!arg.startsWith('-')) return at
    at += TAKEN[arg] ?? 0
  }
  return -1
}

const worded = (output: Output, { args, stdin }: Call): Output => {
  const asksForResult = args.some((arg) => arg === '--exit-status' || /^-[a-zA-Z]*e/.test(arg))
  if (asksForResult && output.exitCode === 1 && output.stdout === '' && output.stderr === '')
    return { ...output, exitCode: 4 }
  const place = `<stdin>:${stdin.split('\n').length - 1}`
  return { ...output, stderr: output.stderr.replace(FAULT, (_all, what: string) => `jq: error (at ${place}): ${what}`) }
}
