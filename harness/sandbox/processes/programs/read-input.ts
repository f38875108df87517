import { shown } from '../files/long-text.ts'
import { resolvePath } from '../files/files.ts'
import { readAll } from '../streams.ts'
import type { Activity, ProgramCall } from '../types.ts'

/** The text of the operands, or of the input without any. @returns `undefined` when one cannot be read; the complaint is written */
export function* inputOf(call: ProgramCall, operands: readonly string[]): Activity<string | undefined> {
  if (operands.length === 0) return yield* readAll(call.streams.stdin)
  let text = ''
  let isWhole = true
  for (const operand of operands) {
    const one = operand === '-' ? yield* readAll(call.streams.stdin) : readPath(call, operand)
    if (one === undefined) {
      const isDirectory = call.table.files.stat(resolvePath(call.directory, operand))?.kind === 'directory'
      const cause = isDirectory ? 'read error: Is a directory' : `can't open '${operand}': No such file or directory`
      call.streams.stderr.write(`${call.name}: ${cause}\n`)
      isWhole = false
    } else text += one
  }
  if (isWhole) return text
  call.streams.stdout.write(call.name === 'cat' ? text : '')
  return undefined
}

/** A file of the container, or a live one below /proc. */
export const readPath = ({ table, directory }: ProgramCall, path: string): string | undefined => {
  const resolved = resolvePath(directory, path)
  if (resolved === '/dev/null') return ''
  const live = /^\/proc\/(\d+|self)\/(cmdline|status|environ)$/.exec(resolved)
  if (live !== null) {
    const process = table.find(live[1] === 'self' ? 1 : Number(live[1]))
    if (process === undefined) return undefined
    if (live[2] === 'cmdline') return `${process.argv.join('\0')}\0`
    return `Name:\t${process.argv[0] ?? ''}\nState:\tS (sleeping)\nPid:\t${process.pid}\nPPid:\t${process.parent}\n`
  }
  return table.files.read(resolved)
}

/** Lines without their ends. */
export const linesOf = (text: string): string[] => {
  const lines = shown(text).split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** Lines with their ends. */
export const ended = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** Splits `-n 5`, `-n5` and `-5` from the operands. */
export const countOf = (
  args: readonly string[],
  letter: string,
): { readonly count: string | undefined; readonly operands: string[] } => {
  const operands: string[] = []
  let count: string | undefined
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === `-${letter}`) {
      at += 1
      count = args[at]
    } else if (arg.startsWith(`-${letter}`)) count = arg.slice(2)
    else if (letter === 'n' && /^-\d+$/.test(arg)) count = arg.slice(1)
    else operands.push(arg)
  }
  return { count, operands }
}
