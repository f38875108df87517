import { Command, CommanderError } from 'commander'
import { commands } from './commands/index.ts'
import type { Start } from './commands/define.ts'
import { exitCode, type ExitCode } from './terminal/exit-code.ts'
import { DEBUG_VARIABLE, explain } from './terminal/explain.ts'
import type { CommandContext } from './terminal/context.ts'
import type { CliIo } from './terminal/io.ts'
import { createPrinter } from './terminal/printer.ts'
import { packageVersion } from './terminal/package-version.ts'

/**
 * The command line: arguments without `node` and script.
 * @returns the exit code: 0 done, 1 the skill, sweep or validation failed, 2 wrong use or configuration, 130 interrupted
 */
export const runCli = async (argv: readonly string[], io: CliIo): Promise<ExitCode> => {
  let code: ExitCode = exitCode.done
  const start: Start =
    <A extends readonly unknown[]>(body: (context: CommandContext, ...given: A) => Promise<ExitCode>) =>
    async (...given) => {
      const command = given.at(-1) as Command
      const printer = createPrinter(io, command.opts<{ readonly json?: boolean }>().json === true)
      // Commander hands over arguments, options and the command itself; the command's declaration fixes their types.
      code = await body({ io, printer }, ...(given.slice(0, -1) as readonly unknown[] as A))
    }
  const program = createProgram(io)
  for (const define of commands) define(program, start)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUse
    return explain(io, error)
  }
}

const createProgram = ({ stdout, stderr }: CliIo): Command =>
  new Command('opsskill')
    .description('An experiment harness for operations agents on Kubernetes.')
    .version(packageVersion(), '-V, --version')
    .helpCommand(true)
    .showHelpAfterError('(add --help for the usage and examples)')
    .exitOverride()
    // Beside long terms too: descriptions of one line each were longer than a screen.
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns,
      getErrHelpWidth: () => stderr.columns,
    })
    .addHelpText('after', EPILOGUE)

const EPILOGUE = `
Examples:
  npx opsskill pilot                                  nine tasks, eight methods, three seeds; then the report
  npx opsskill run skills/recovery/rollout-restart.yaml            checks only, in the sandbox
  npx opsskill run skills/recovery/rollout-restart.yaml --execute  for real, in the sandbox
  npx opsskill validate skills/recovery/*.yaml        what is wrong with these files
  npx opsskill tasks verify --suite pilot             are the oracles any good

CLUSTER is a YAML file (kind: sandbox, local or ssh); without it, a sandbox that holds demo-app.
Results go to stdout, as JSON where it is not a terminal or with --json; logs go to stderr.
Exit codes: 0 done, 1 the skill, sweep or validation failed, 2 wrong use or configuration, 130 interrupted.
${DEBUG_VARIABLE}=1 shows stack traces, NO_COLOR=1 takes the colours away.`
