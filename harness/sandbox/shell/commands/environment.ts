import { printed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'

/**
 * Without arguments: the exported variables; else as the shell's own.
 * @param order names that come first, as the process was given them
 */
export const envCommand = (order: readonly string[] = []): ShellCommand => ({
  name: 'env',
  run: ({ args, environment, original }) => (args.length === 0 ? printed(list(environment, order)) : original(args)),
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
