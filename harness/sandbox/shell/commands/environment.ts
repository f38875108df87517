import { failed, printed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'

/**
 * Without a command: the exported variables; else the command with others: `-i`, `-u NAME`, `NAME=VALUE`.
 * @param order names that come first, as the process was given them
 */
export const envCommand = (order: readonly string[] = []): ShellCommand => ({
  name: 'env',
  run: async ({ args, stdin, environment, execute }) => {
    if (args.length === 0) return printed(list(environment, order))
    const rest = [...args]
    let variables: Readonly<Record<string, string>> = environment
    for (let word = rest[0]; word !== undefined && /^-|=/.test(word); word = rest[0]) {
      rest.shift()
      if (word === '--') break
      if (word === '-i' || word === '-' || word === '--ignore-environment') variables = {}
      else if (word.startsWith('-u') || word.startsWith('--unset')) {
        const name = /^(?:-u|--unset=?)(.+)$/.exec(word)?.[1] ?? rest.shift() ?? ''
        variables = Object.fromEntries(Object.entries(variables).filter(([key]) => key !== name))
      } else if (word.startsWith('-'))
        return failed(
          `env: invalid option -- '${word.replace(/^-+/, '')}'\nTry 'env --help' for more information.\n`,
          125,
        )
      else variables = { ...variables, [word.slice(0, word.indexOf('='))]: word.slice(word.indexOf('=') + 1) }
    }
    const [program] = rest
    if (program === undefined) return printed(list(variables, order))
    if (program === 'env' && rest.length === 1) return printed(list(variables, order))
    const output = await execute({ argv: rest, stdin, onlyEnvironment: variables })
    return output.exitCode === 127 && output.stderr.endsWith(': command not found\n')
      ? failed(`env: ‘${program}’: No such file or directory\n`, 127)
      : output
  },
})

export const printenv: ShellCommand = {
  name: 'printenv',
  run: ({ args, environment }) => {
    if (args.length === 0) return printed(list(environment))
    const values = args.flatMap((name) => (Object.hasOwn(environment, name) ? [`${environment[name]}\n`] : []))
    return { stdout: values.join(''), stderr: '', exitCode: values.length === args.length ? 0 : 1 }
  },
}

/** The directory before the first one is an invention of the interpreter's. */
const isInvented = (name: string, environment: Readonly<Record<string, string>>): boolean =>
  name === 'OLDPWD' && environment['OLDPWD'] === environment['PWD']

const list = (environment: Readonly<Record<string, string>>, order: readonly string[] = []): string =>
  [...new Set([...order, ...Object.keys(environment)])]
    .filter((name) => environment[name] !== undefined && !isInvented(name, environment))
    .map((name) => `${name}=${environment[name]}\n`)
    .join('')
