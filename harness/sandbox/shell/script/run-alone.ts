import type { Output, ShellCommand } from './command.ts'
import type { Process } from './process.ts'
import type { Machine, ScriptRun } from './run-script.ts'

/**
 * Runs one command that stands alone, with nothing around it. What it prints and costs in cluster time is what {@link runScript} comes
 * to, for a fraction of the work.
 * @throws what the command threw: a defect of the harness
 */
export const runAlone = async (
  { files, dialect }: Pick<Machine, 'files' | 'dialect'>,
  process: Process,
  command: ShellCommand,
  { args, stdin, directory, environment }: Omit<ScriptRun, 'script'> & { readonly args: readonly string[] },
): Promise<Output> => {
  const refuse = (): never => {
    throw new Error(`${command.name} stands alone, but wants to start another command`)
  }
  const output = await command.run({
    args,
    stdin,
    directory,
    environment,
    files,
    process,
    execute: refuse,
    fork: refuse,
    original: refuse,
  })
  const words = [command.name, ...args].join(' ')
  return { ...output, stdout: dialect.reword(output.stdout, words), stderr: dialect.reword(output.stderr, words) }
}
