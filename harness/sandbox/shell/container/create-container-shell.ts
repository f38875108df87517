import { createHash } from 'node:crypto'
import type { CommandName } from 'just-bash'
import type { Rng } from '../../../ports/rng.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { Simulation } from '../../engine/types.ts'
import { findImage } from '../../images/image-reference.ts'
import type { ProcessTable } from '../../processes/types.ts'
import type { ContainerExec, ContainerTarget } from '../../kubelet/types.ts'
import { date } from '../commands/date.ts'
import { envCommand, printenv } from '../commands/environment.ts'
import { egrep, fgrep, grep } from '../commands/grep/grep.ts'
import { identityCommands } from '../commands/identity.ts'
import { printf } from '../commands/printf.ts'
import { standInCommands } from '../commands/stand-ins.ts'
import { sleep, timeout } from '../commands/timing.ts'
import { touch } from '../commands/touch.ts'
import { xargs } from '../commands/xargs.ts'
import type { ShellCommand } from '../script/command.ts'
import { ashDialect } from '../script/error-lines.ts'
import { createProcess, pause } from '../script/process.ts'
import { quote } from '../script/quote.ts'
import { runAlone } from '../script/run-alone.ts'
import { runScript } from '../script/run-script.ts'
import type { Machine } from '../script/run-script.ts'
import { withStandIns } from '../script/with-stand-ins.ts'
import { HOST_PROGRAMS } from '../host/host-programs.ts'
import { listens } from './listens.ts'
import { needsJobs } from './needs-jobs.ts'
import { runInTable, tableCommand } from './table-command.ts'
import { tableFiles } from './table-files.ts'

export interface ContainerShellDependencies {
  readonly simulation: Pick<Simulation, 'nowMs' | 'schedule'>
  readonly rng: Rng
}

/** Cluster time that the container runtime takes to start a process, ms. */
const START_MS = 12

/** Runs commands inside containers, with the programs of their images. Files last as long as the container's run. */
export const createContainerShell = (dependencies: ContainerShellDependencies): ContainerExec => {
  const { simulation, rng } = dependencies
  let count = 0
  return async (flow, target, { command, stdin = '', talk }) => {
    count += 1
    const label = `exec/${count}`
    const own = (): Rng => rng.fork(label)
    const table = target.container.instance?.table
    if (table === undefined) throw new Error(`exec into a container that does not run: ${target.container.name}`)
    const { commands, programs } = toolsOf(target, table)
    const installed = [...new Set([...programs, ...commands.map(({ name }) => name)])]
    if (!isInstalled(command[0] ?? '', installed)) throw notFound(command[0] ?? '', own())
    const process = createProcess({ flow: flow, schedule: simulation.schedule }, flow.signal)
    if ((await pause(process, START_MS)) === 'killed') throw flow.signal.reason
    const environment = { HOME: '/root', ...target.env }
    const program = table.findProgram(command[0] ?? '')
    const directory = target.container.spec.workingDir ?? '/'
    // The interpreter knows one way in which a file can fail; the programs of the table know all of them, and how to wait.
    const isForTable = needsJobs(command) || table.files.isTroubled() || (talk !== undefined && listens(command, talk))
    if (program !== undefined && isForTable) {
      const own = talk?.isTerminal === true ? { ...environment, TERM: 'xterm' } : environment
      const partner = talk === undefined ? {} : { talk }
      return runInTable(table, process, { argv: command, program, stdin, directory, environment: own, ...partner })
    }
    const machine: Machine = {
      files: withStandIns(tableFiles(table.files)),
      commands: [...commands, ...standInCommands({ rng: own, startedMs: simulation.nowMs() })],
      programs,
      dialect: ashDialect,
      hostname: target.runtime.pod.metadata.name,
      uid: 0,
    }
    const [name = '', ...args] = command
    const run = { stdin, directory, environment, ...(talk === undefined ? {} : { live: talk.write }) }
    const text = talk === undefined ? undefined : scriptOf(command)
    const alone = commands.find((one) => one.standsAlone === true && one.name === name)
    const output =
      alone === undefined
        ? await runScript(
            machine,
            process,
            text === undefined ? { ...run, script: quote(name), args } : { ...run, script: text },
          )
        : await runAlone(machine, process, alone, { ...run, args })
    if (isOver(target, table)) return { exitCode: 137, stdout: output.stdout, stderr: output.stderr }
    return { exitCode: output.exitCode, stdout: output.stdout, stderr: output.stderr }
  }
}

/** `sh -c SCRIPT`: somebody who listens hears its commands, not the shell at its end. */
const scriptOf = ([name = '', option, text, ...rest]: readonly string[]): string | undefined =>
  /^(?:\/bin\/)?(?:sh|ash|bash)$/.test(name) && option === '-c' && rest.length === 0 ? text : undefined

/** The container ended under the command: what runs in it dies with it. */
const isOver = ({ container }: ContainerTarget, table: ProcessTable): boolean =>
  container.instance?.table !== table || container.instance.exit !== undefined

interface Tools {
  readonly commands: readonly ShellCommand[]
  readonly programs: readonly CommandName[]
}

/** Programs that look at the container's processes, its files as a whole, or its name server. */
const TABLE_PROGRAMS = [
  'nslookup',
  'ps',
  'kill',
  'killall',
  'pkill',
  'pidof',
  'top',
  'df',
  'free',
  'dd',
  'nc',
  'httpd',
  'uname',
  'tail',
]

const HTTP_CLIENTS = ['wget', 'curl']

/** The programs of a container's image, as far as they can be run. */
const toolsOf = (target: ContainerTarget, table: ProcessTable): Tools => {
  const { spec } = target.container
  const found = findImage(spec.image ?? '')
  if (!('image' in found)) return { commands: [], programs: [] }
  const { image } = found
  const has = (name: string): boolean => image.programs.includes(name)
  const ours = [
    ...HTTP_CLIENTS.map((name) => ({ ...tableCommand(table, name), standsAlone: true })),
    ...TABLE_PROGRAMS.map((name) => tableCommand(table, name)),
    ...identityCommands({ name: 'root', uid: 0 }, target.runtime.pod.metadata.name),
    grep,
    egrep,
    fgrep,
    xargs,
    date,
    sleep,
    timeout,
    envCommand(Object.keys(target.env)),
    printenv,
    printf,
    touch,
  ]
  return {
    commands: ours.filter(
      ({ name }) => has(name) || (name === 'printenv' && has('env')) || (/^[ef]grep$/.test(name) && has('grep')),
    ),
    // The interpreter's bash stands for the container's sh; its other programs for those of busybox.
    programs: HOST_PROGRAMS.filter((name) => has(name)),
  }
}

const isInstalled = (program: string, installed: readonly string[]): boolean => {
  const name = program.slice(program.lastIndexOf('/') + 1)
  return installed.includes(name) && (!program.includes('/') || /^\/(?:usr\/)?s?bin\/[^/]+$/.test(program))
}

/** The runtime's words for a command that is not there. */
const notFound = (program: string, rng: Rng): ApiError => {
  const id = createHash('sha256').update(String(rng.float())).digest('hex')
  const cause = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH'
  return new ApiError(
    500,
    'InternalError',
    `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${cause}`,
  )
}
