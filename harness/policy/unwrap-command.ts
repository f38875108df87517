import type { FoundCommand, SimpleCommand } from './simple-command.ts'
import type { Variables, Word } from './word.ts'

/** A command, and the shell script that it hands to another shell, if it does. */
export interface UnwrappedCommand {
  readonly command: SimpleCommand
  readonly script: string | null
  readonly variables: Variables
}

/**
 * Takes off what only carries another command: `env A=b`, `timeout 5`, `nice`, `nohup`, `time`, `command`, `exec`, `xargs`,
 * and opens `bash -c '…'` and shells that read a here-document. What cannot be opened stays as it is, for the gate to refuse.
 */
export const unwrapCommand = ({ command, variables }: FoundCommand): readonly UnwrappedCommand[] => {
  const carried = carriedCommand(command)
  if (carried !== null) return unwrapCommand({ command: carried, variables })
  const script = shellScript(command)
  return [{ command: script === null ? command : { ...command, argv: [known('exit')] }, script, variables }]
}

const known = (text: string): Word => ({ text, splits: false })

// Options of the carriers that take a value as their next argument.
const CARRIERS: Readonly<Record<string, { readonly values: readonly string[]; readonly operands: number }>> = {
  env: { values: ['-u', '--unset', '-C', '--chdir'], operands: 0 },
  timeout: { values: ['-s', '--signal', '-k', '--kill-after'], operands: 1 },
  nice: { values: ['-n'], operands: 0 },
  nohup: { values: [], operands: 0 },
  time: { values: [], operands: 0 },
  stdbuf: { values: ['-i', '-o', '-e'], operands: 0 },
  setsid: { values: [], operands: 0 },
  command: { values: [], operands: 0 },
  builtin: { values: [], operands: 0 },
  exec: { values: ['-a'], operands: 0 },
  xargs: {
    values: ['-n', '-I', '-P', '-L', '-d', '-a', '-s', '-E', '--max-args', '--max-procs', '--delimiter'],
    operands: 0,
  },
}

function carriedCommand(command: SimpleCommand): SimpleCommand | null {
  const program = baseName(command.argv[0]?.text)
  const carrier = program === null ? undefined : Object.hasOwn(CARRIERS, program) ? CARRIERS[program] : undefined
  if (carrier === undefined || program === null) return null
  if (program === 'command' && /^-[vV]$/.test(command.argv[1]?.text ?? '')) return null
  const assignments = new Map(command.assignments)
  let index = 1
  let replacement: string | null = null
  while (index < command.argv.length) {
    const text = command.argv[index]?.text ?? null
    if (text === null) return null
    if (text === '--') {
      index += 1
      break
    }
    if (program === 'env' && /^-S|^--split-string/.test(text)) return null
    const assigned = program === 'env' ? /^(\w+)=([^]*)$/.exec(text) : null
    if (assigned !== null) assignments.set(assigned[1] ?? '', assigned[2] ?? '')
    else if (!text.startsWith('-')) break
    if (program === 'xargs' && text.startsWith('-I'))
      replacement = text.slice(2) || (command.argv[index + 1]?.text ?? null)
    index += carrier.values.includes(text) ? 2 : 1
  }
  const rest = command.argv.slice(index + carrier.operands)
  if (rest.length === 0) return program === 'xargs' ? { ...command, argv: [known('echo')] } : null
  if (program !== 'xargs') return { ...command, argv: rest, assignments }
  const argv =
    replacement === null
      ? [...rest, { text: null, splits: true }]
      : rest.map((word) => (word.text?.includes(replacement) === true ? { text: null, splits: false } : word))
  return { ...command, argv, assignments, repeated: true }
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'rbash'])

/** Whether a program is a shell, by its name or path. */
export const isShell = (program: string): boolean => SHELLS.has(baseName(program) ?? '')

function shellScript(command: SimpleCommand): string | null {
  const [program, ...args] = command.argv
  if (program?.text === 'eval') {
    const texts = args.map((word) => word.text)
    return texts.length === 0 || texts.includes(null) ? null : texts.join(' ')
  }
  if (program?.text === null || program === undefined || !isShell(program.text)) return null
  const flag = args.findIndex((word) => /^-[a-z]*c[a-z]*$/.test(word.text ?? ''))
  if (flag >= 0) return args.slice(0, flag).every((word) => word.text !== null) ? (args[flag + 1]?.text ?? null) : null
  const onlyFlags = args.every((word) => word.text !== null && word.text.startsWith('-') && word.text !== '-o')
  return onlyFlags ? command.stdin : null
}

function baseName(program: string | null | undefined): string | null {
  return program === null || program === undefined ? null : program.slice(program.lastIndexOf('/') + 1)
}
