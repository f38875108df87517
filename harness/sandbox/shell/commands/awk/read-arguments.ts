import type { Call } from '../../script/command.ts'
import { unescapeText } from './tokens.ts'

export interface Arguments {
  readonly program: string
  /** FS. */
  readonly separator: string | undefined
  readonly variables: readonly (readonly [name: string, value: string])[]
  readonly operands: readonly string[]
}

/** @returns a complaint when the command line is wrong */
export const readArguments = async (call: Call): Promise<Arguments | string> => {
  const rest = [...call.args]
  const variables: (readonly [string, string])[] = []
  const programs: string[] = []
  let separator: string | undefined
  while (rest[0]?.startsWith('-') === true && rest[0] !== '-') {
    const arg = rest.shift() ?? ''
    if (arg === '--') break
    const letter = arg.charAt(1)
    if (!'Fvf'.includes(letter) || arg.startsWith('--')) return `not an option: ${arg}`
    const value = arg.slice(2) || rest.shift()
    if (value === undefined) return `option requires an argument -- ${letter}`
    if (letter === 'F') separator = value === 't' ? '\t' : unescapeText(value)
    else if (letter === 'v') {
      const at = value.indexOf('=')
      if (at <= 0) return `improper assignment: -v ${value}`
      variables.push([value.slice(0, at), value.slice(at + 1)])
    } else {
      const path = call.files.resolvePath(call.directory, value)
      if (!(await call.files.exists(path))) return `couldn't open file ${value}: No such file or directory`
      programs.push(await call.files.readFile(path))
    }
  }
  const program = programs.length > 0 ? programs.join('\n') : rest.shift()
  if (program === undefined) return "usage: awk [-F value] [-v var=value] [--] 'program text' [file ...]"
  return { program, separator, variables, operands: rest }
}
