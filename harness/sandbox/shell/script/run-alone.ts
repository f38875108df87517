import type { Call, Output, ShellCommand } from './command.ts'
import type { LiveOutput } from '../../api/types/connect.ts'
import type { Process } from './process.ts'
import { quote } from './quote.ts'
import { runScript } from './run-script.ts'
import type { Machine, ScriptRun } from './run-script.ts'

/**
 * Runs one command that stands alone, with nothing around it. What it prints and costs in cluster time is what {@link runScript} comes
 * to, for a fraction of the work.
 * @throws what the command threw: a defect of the harness
 */
export const runAlone = async (
  machine: Machine,
  process: Process,
  command: ShellCommand,
  { args, stdin, directory, environment, live }: Omit<ScriptRun, 'script'> & { readonly args: readonly string[] },
): Promise<Output> => {
  const words = [command.name, ...args].join(' ')
  const reword = (text: string): string => machine.dialect.reword(text, words)
  const hear = live === undefined ? {} : { live: ((stream, text) => live(stream, reword(text))) satisfies LiveOutput }
  const start: Call['fork'] = (
    child,
    { argv: [name = '', ...rest], stdin: input = '', environment: added, onlyEnvironment },
  ) =>
    runScript(machine, child, {
      script: quote(name),
      args: rest,
      stdin: input,
      directory,
      environment: onlyEnvironment ?? { ...environment, ...added },
    })
  const output = await command.run({
    args,
    stdin,
    directory,
    environment,
    files: machine.files,
    process,
    isWhole: true,
    ...hear,
    execute: (invocation) => start(process, invocation),
    fork: start,
    original: () => {
      throw new Error(`${command.name} stands alone, but wants the program of its name`)
    },
  })
  return { ...output, stdout: reword(output.stdout), stderr: reword(output.stderr) }
}
