import type { Rng } from '../../../ports/rng.ts'
import type { Simulation } from '../../engine/types.ts'
import { awk } from '../commands/awk/awk.ts'
import { date } from '../commands/date.ts'
import { envCommand, printenv } from '../commands/environment.ts'
import { egrep, fgrep, grep } from '../commands/grep/grep.ts'
import { identityCommands } from '../commands/identity.ts'
import { jq } from '../commands/jq/jq.ts'
import { ls } from '../commands/ls/ls.ts'
import { printf } from '../commands/printf.ts'
import { sed } from '../commands/sed.ts'
import { standInCommands } from '../commands/stand-ins.ts'
import { sleep, timeout } from '../commands/timing.ts'
import { textCommands } from '../commands/text/text-commands.ts'
import { touch } from '../commands/touch.ts'
import { watch } from '../commands/watch.ts'
import { xargs } from '../commands/xargs.ts'
import { yes } from '../commands/yes.ts'
import { createClockedFiles } from '../script/clocked-files.ts'
import type { ShellCommand } from '../script/command.ts'
import { bashDialect } from '../script/error-lines.ts'
import type { LiveOutput } from '../../api/types/connect.ts'
import { createProcess, pause, withLimit } from '../script/process.ts'
import { withStandIns } from '../script/with-stand-ins.ts'
import { createPlainLines } from '../script/plain-line.ts'
import type { PlainLines } from '../script/plain-line.ts'
import { runAlone } from '../script/run-alone.ts'
import { runScript } from '../script/run-script.ts'
import { homeOf, hostFiles } from './host-files.ts'
import type { Account } from './host-files.ts'
import { HOST_PROGRAMS } from './host-programs.ts'

export interface HostShellDependencies {
  readonly simulation: Pick<Simulation, 'nowMs' | 'run' | 'schedule'>
  /** What the host has installed beside the tools of every Linux: kubectl. */
  readonly programs: readonly ShellCommand[]
  /** Chance of `$RANDOM`. */
  readonly rng: Rng
  /** Default: its own. */
  readonly plainLines?: PlainLines
}

export interface HostProfile {
  readonly hostname: string
  /** Cluster time that a command line costs by itself: the way there and back, and the shell's start; ms. */
  readonly roundTripMs: number
  /** Programs that this host lacks, of those that are usual. */
  readonly withoutTools?: readonly string[]
}

/** A command line as it arrives at the host. */
export interface HostRequest {
  readonly command: string
  readonly stdin: string
  /** Limit in cluster ms; `Infinity` for none. */
  readonly timeoutMs: number
  /** Kills the command from outside; it then counts as exited by signal 9. */
  readonly signal?: AbortSignal
  /** Hears what is printed when it is printed; it is then not in the result. */
  readonly live?: LiveOutput
}

export type HostResult =
  | { readonly status: 'exited'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly status: 'timed-out'; readonly stdout: string; readonly stderr: string }

/** The login shell of one account. Files last as long as the shell; directory, variables and options start afresh with every command. */
export interface HostShell {
  /** @throws when the harness or the simulation is at fault */
  readonly exec: (request: HostRequest) => Promise<HostResult>
}

export const createHostShell = (
  dependencies: HostShellDependencies,
  account: Account,
  profile: HostProfile,
): HostShell => {
  const { simulation } = dependencies
  const home = homeOf(account)
  const isInstalled = (name: string): boolean => profile.withoutTools?.includes(name) !== true
  const usual: readonly ShellCommand[] = [
    ...dependencies.programs,
    grep,
    egrep,
    fgrep,
    xargs,
    date,
    sleep,
    timeout,
    envCommand(),
    printenv,
    printf,
    touch,
    awk,
    jq,
    ls,
    sed,
    watch,
    yes,
    ...textCommands,
    ...identityCommands(account, profile.hostname),
  ]
  const lasting = usual.filter(({ name }) => isInstalled(name))
  const programs = HOST_PROGRAMS.filter(isInstalled)
  const installed = [...programs, ...lasting.map((command) => command.name)]
  const files = withStandIns(createClockedFiles(simulation, hostFiles(account, profile.hostname, installed)))
  const { plainLines = createPlainLines() } = dependencies
  const environment = {
    HOME: home,
    USER: account.name,
    LOGNAME: account.name,
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
  }
  let count = 0

  const exec = ({
    command,
    stdin,
    timeoutMs,
    signal = new AbortController().signal,
    live,
  }: HostRequest): Promise<HostResult> =>
    simulation.run(async (flow) => {
      count += 1
      const label = `command/${count}`
      const own = standInCommands({ rng: () => dependencies.rng.fork(label), startedMs: flow.nowMs() })
      const root = createProcess({ flow, schedule: simulation.schedule }, signal)
      const machine = {
        files,
        commands: [...lasting, ...own],
        programs,
        dialect: bashDialect,
        hostname: profile.hostname,
        uid: account.uid,
      }
      const { value, isLate } = await withLimit(root, timeoutMs, async (process) => {
        if ((await pause(process, profile.roundTripMs)) === 'killed') return { stdout: '', stderr: '', exitCode: 137 }
        const line = plainLines(command, environment)
        const heard = live === undefined ? {} : { live }
        const alone = lasting.find(({ name, standsAlone }) => standsAlone === true && name === line?.name)
        if (line === undefined || alone === undefined)
          return runScript(machine, process, { script: command, stdin, directory: home, environment, ...heard })
        const { args, exported } = line
        const surroundings = { ...environment, ...exported }
        return runAlone(machine, process, alone, { args, stdin, directory: home, environment: surroundings, ...heard })
      })
      return isLate
        ? { status: 'timed-out', stdout: value.stdout, stderr: value.stderr }
        : {
            status: 'exited',
            exitCode: signal.aborted ? 137 : value.exitCode,
            stdout: value.stdout,
            stderr: value.stderr,
          }
    })
  return { exec }
}
