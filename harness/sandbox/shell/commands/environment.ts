import { printed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'

/** Without arguments: the exported variables; else as the shell's own. */
export const env: ShellCommand = {
  name: 'env',
  run: ({ args, environment, original }) => (args.length === 0 ? printed(list(environment)) : original(args)),
}

export const printenv: ShellCommand = {
  name: 'printenv',
  run: ({ args, environment }) => {
    if (args.length === 0) return printed(list(environment))
    const values = args.flatMap((name) => (Object.hasOwn(environment, name) ? [`${environment[name]}\n`] : []))
    return { stdout: values.join(''), stderr: '', exitCode: values.length === args.length ? 0 : 1 }
  },
}

const list = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
