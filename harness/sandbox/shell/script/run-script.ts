import { Bash } from 'just-bash'
import type { CommandName, IFileSystem } from 'just-bash'
import { adaptCommand, KILL_NOTE } from './adapt-command.ts'
import type { Output, ShellCommand } from './command.ts'
import type { ErrorDialect } from './error-lines.ts'
import { openWaysOut } from './live-output.ts'
import type { WaysOut } from './live-output.ts'
import type { LiveOutput } from '../../api/types/connect.ts'
import { ranEndlessly, SCRIPT_LIMITS, withBound } from './limits.ts'
import { plainTrace } from './plain-trace.ts'
import { pause } from './process.ts'
import type { Process } from './process.ts'
import { quote } from './quote.ts'
import { BackgroundRefused, rewriteScript } from './rewrite-script.ts'
import { STAND_INS } from './stand-in-names.ts'
import { createTraps } from './traps.ts'
import type { Traps } from './traps.ts'

/** A machine on which scripts run: a host's account or a container. */
export interface Machine {
  readonly files: IFileSystem
  readonly commands: readonly ShellCommand[]
  /** Programs that come with the interpreter. */
  readonly programs: readonly CommandName[]
  readonly dialect: ErrorDialect
  readonly hostname: string
  readonly uid: number
}

export interface ScriptRun {
  readonly script: string
  /** Appended to the words of the script's first command as they are. */
  readonly args?: readonly string[]
  readonly stdin: string
  readonly directory: string
  /** Exported variables. */
  readonly environment: Readonly<Record<string, string>>
  /** Hears what is printed when it is printed; it is then not in the output. */
  readonly live?: LiveOutput
}

/**
 * Runs a script to its end, or until its process is killed; then the output is what had been printed by then.
 * @throws what a command of the machine threw: a defect of the harness
 */
export const runScript = async (machine: Machine, process: Process, run: ScriptRun): Promise<Output> => {
  const fork = (child: Process, argv: readonly string[], rest: Omit<ScriptRun, 'script' | 'args'>): Promise<Output> =>
    runScript(machine, child, { ...rest, script: quote(argv[0] ?? ''), args: argv.slice(1) })
  const traps = createTraps(STAND_INS.trap)
  const words = run.args === undefined ? run.script : [run.script, ...run.args].join(' ')
  const reword = (text: string): string => plainTrace(machine.dialect.reword(text, words))
  const { live } = run
  const ways = live && openWaysOut(machine, (stream, text) => live(stream, reword(text)))
  const adapted = { process, files: machine.files, fork, observe: traps.observe }
  const bash = new Bash({
    fs: ways?.files ?? machine.files,
    cwd: run.directory,
    env: { ...run.environment },
    commands: [...machine.programs],
    customCommands: [
      ...machine.commands.map((command) => adaptCommand(command, adapted)),
      ...(ways === undefined ? [] : [adaptCommand(ways.speak, { ...adapted, live: ways.live })]),
      traps.command,
    ],
    executionLimits: SCRIPT_LIMITS,
    // It patches the globals of this process, which everything else here shares; the scripts have no way to run JavaScript.
    defenseInDepth: false,
    processInfo: { pid: 4242, ppid: 4241, uid: machine.uid, gid: machine.uid },
  })
  bash.registerTransformPlugin(rewriteScript)
  const result = await withExitTrap((script) => execute(bash, ways, script), traps, process, run)
  const failure = process.failure()
  if (failure !== undefined) throw failure.error
  if (ranEndlessly(result)) {
    // Somebody who looks on hears at once why nothing goes on; a harness waits as it would on a real host, to its limit.
    if (live === undefined) await pause(process, Number.POSITIVE_INFINITY)
    return { ...result, stdout: reword(result.stdout), stderr: reword(withBound(result.stderr)) }
  }
  return { ...result, stdout: reword(result.stdout), stderr: reword(result.stderr.replace(KILL_NOTE, '')) }
}

/** A script whose handler of EXIT runs after it, in the same variables and directory; a killed one has no time for it. */
const withExitTrap = async (
  start: (run: ScriptRun) => Promise<Output>,
  traps: Traps,
  process: Process,
  run: ScriptRun,
): Promise<Output> => {
  const result = await start(run)
  const script = process.signal.aborted ? undefined : traps.atExit(run.script, result.exitCode)
  if (script === undefined) return result
  const { args: _args, ...rest } = run
  const environment = traps.variables()
  const after = await start({ ...rest, script, environment, directory: environment['PWD'] ?? run.directory })
  return { stdout: result.stdout + after.stdout, stderr: result.stderr + after.stderr, exitCode: after.exitCode }
}

const execute = async (bash: Bash, ways: WaysOut | undefined, run: ScriptRun): Promise<Output> => {
  if (ways !== undefined) bash.registerTransformPlugin(ways.rewriteNext())
  try {
    const { stdout, stderr, exitCode } = await bash.exec(run.script, {
      cwd: run.directory,
      env: { ...run.environment },
      stdin: run.stdin,
      rawScript: true,
      ...(run.args === undefined ? {} : { args: [...run.args] }),
    })
    return { stdout, stderr, exitCode }
  } catch (error) {
    if (error instanceof BackgroundRefused) return { stdout: '', stderr: `bash: ${error.message}\n`, exitCode: 2 }
    throw error
  }
}
