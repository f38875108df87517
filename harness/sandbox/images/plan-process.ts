import type { PlannedLine, ProcessPlan, RunningPlan } from './process-plan.ts'
import { readScript, type ScriptCommand } from './read-script.ts'
import type { ImageBehaviour, ServerBehaviour } from './types.ts'

export interface ProcessRequest {
  readonly image: ImageBehaviour
  /** `command` of the container; it replaces the image's entrypoint and command. */
  readonly command: readonly string[] | undefined
  readonly args: readonly string[] | undefined
}

/** What the process of a container will do, from its image and command line. */
export const planProcess = ({ image, command, args }: ProcessRequest): ProcessPlan => {
  const argv = [...(command ?? image.entrypoint), ...(args ?? (command === undefined ? image.command : []))]
  const program = argv[0] ?? ''
  if (!isInstalled(image, program)) {
    const where = program.includes('/')
      ? `stat ${program}: no such file or directory`
      : 'executable file not found in $PATH'
    return {
      kind: 'unstartable',
      exitCode: 128,
      message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${program}": ${where}`,
    }
  }
  return runProgram(image, argv)
}

const MIB = 1024 ** 2
const SMALL = { cpuMilli: 0, memoryBytes: 0.6 * MIB }

const isInstalled = (image: ImageBehaviour, program: string): boolean => {
  const name = program.slice(program.lastIndexOf('/') + 1)
  return image.programs.includes(name) && (!program.includes('/') || STANDARD_FOLDERS.test(program))
}

const STANDARD_FOLDERS = /^(?:\/(?:usr\/)?(?:local\/)?s?bin)?\/[^/]+$/

const runProgram = (image: ImageBehaviour, argv: readonly string[]): RunningPlan => {
  const [path = '', ...args] = argv
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (name === 'docker-entrypoint.sh' || name === 'entrypoint.sh') {
    if (args[0] !== undefined && args[0] !== 'nginx' && image.programs.includes(args[0])) return runProgram(image, args)
  }
  const server = image.servers[name]
  if (server !== undefined) return serve(server, args)
  if ((name === 'sh' || name === 'ash') && args.includes('-c'))
    return runScript(image, args[args.indexOf('-c') + 1] ?? '')
  return runSimple(image, name, args)
}

const serve = (server: ServerBehaviour, args: readonly string[]): RunningPlan => {
  const flag = args.indexOf('-p')
  const port = flag < 0 ? server.port : Number((args[flag + 1] ?? '').split(':').at(-1))
  return {
    kind: 'runs',
    lines: server.startupLines.map((text, index) => ({
      atMs: (server.startupMs * (index + 1)) / (server.startupLines.length + 1),
      text,
    })),
    server: { ...server, port },
    term: server.term,
    cpuMilli: server.cpuMilliIdle,
    memoryBytes: server.memoryBytes,
  }
}

/** Process 1 has no default handlers: a plain program in a container ignores SIGTERM. */
const runSimple = (image: ImageBehaviour, name: string, args: readonly string[]): RunningPlan => {
  const base = { kind: 'runs', lines: [], term: { kind: 'ignored' }, ...SMALL } as const
  switch (name) {
    case 'sleep': {
      const ms = durationMs(args[0] ?? '0')
      return ms === Number.POSITIVE_INFINITY ? base : { ...base, end: { afterMs: ms, exitCode: 0 } }
    }
    case 'tail':
      if (args.includes('/dev/zero')) return { ...base, cpuMilli: 1000, memoryBytesPerSecond: 400 * MIB }
      return args.includes('-f') ? base : { ...base, end: { afterMs: 5, exitCode: 0 } }
    case 'pause':
      return { ...base, term: { kind: 'exits', exitCode: 0, afterMs: 5 } }
    case 'yes':
      return { ...base, cpuMilli: 1000 }
    case 'false':
      return { ...base, end: { afterMs: 2, exitCode: 1 } }
    case 'echo':
      return { ...base, lines: [{ atMs: 1, text: args.join(' ') }], end: { afterMs: 2, exitCode: 0 } }
    case 'curl':
      return args.length > 0
        ? { ...base, end: { afterMs: 5, exitCode: 0 } }
        : {
            ...base,
            lines: [{ atMs: 1, text: "curl: try 'curl --help' or 'curl --manual' for more information" }],
            end: { afterMs: 5, exitCode: 2 },
          }
    default:
      // Without a terminal a shell reads end-of-file, and any other program here does its work and ends.
      return { ...base, end: { afterMs: image.programs.includes(name) ? 10 : 2, exitCode: 0 } }
  }
}

const runScript = (image: ImageBehaviour, script: string): RunningPlan => {
  const lines: PlannedLine[] = []
  const walk = { atMs: 0, trap: undefined as number | undefined, status: 0 }
  const { commands, loop } = readScript(script)
  const ended = follow(image, commands, walk, lines)
  const term =
    walk.trap === undefined
      ? ({ kind: 'ignored' } as const)
      : ({ kind: 'exits', exitCode: walk.trap, afterMs: 30 } as const)
  const base = { kind: 'runs', lines, term, ...SMALL } as const
  if (ended !== undefined)
    return ended.plan === undefined
      ? { ...base, end: { afterMs: ended.atMs, exitCode: ended.exitCode } }
      : shifted(ended.plan, ended.atMs, lines, walk.trap === undefined ? ended.plan.term : term)
  if (loop === undefined) return { ...base, end: { afterMs: walk.atMs + 2, exitCode: walk.status } }
  const repeated: PlannedLine[] = []
  const lap = { atMs: 0, trap: walk.trap, status: 0 }
  const broken = follow(image, loop, lap, repeated)
  if (broken?.plan === undefined && broken !== undefined) {
    return {
      ...base,
      lines: [...lines, ...later(repeated, walk.atMs)],
      end: { afterMs: walk.atMs + broken.atMs, exitCode: broken.exitCode },
    }
  }
  if (broken?.plan !== undefined)
    return shifted(broken.plan, walk.atMs + broken.atMs, [...lines, ...later(repeated, walk.atMs)], term)
  const isBusy = lap.atMs < 1
  return {
    ...base,
    cpuMilli: isBusy ? 1000 : 0,
    ...(repeated.length === 0 || isBusy ? {} : { loop: { startMs: walk.atMs, periodMs: lap.atMs, lines: repeated } }),
  }
}

interface Walk {
  atMs: number
  trap: number | undefined
  status: number
}

interface Ended {
  readonly atMs: number
  readonly exitCode: number
  /** A program that never gave control back. */
  readonly plan?: RunningPlan
}

const follow = (
  image: ImageBehaviour,
  commands: readonly ScriptCommand[],
  walk: Walk,
  lines: PlannedLine[],
): Ended | undefined => {
  for (const { argv, joint } of commands) {
    if ((joint === '&&' && walk.status !== 0) || (joint === '||' && walk.status === 0)) continue
    const [name = '', ...args] = argv[0] === 'exec' ? argv.slice(1) : argv
    if (name === 'exit') return { atMs: walk.atMs + 1, exitCode: Number(args[0] ?? walk.status) }
    if (name === 'trap') {
      walk.trap = Number(/exit\s+(\d+)/.exec(args[0] ?? '')?.[1] ?? 0)
    } else if (
      name === ':' ||
      name === 'true' ||
      name === 'wait' ||
      name === 'set' ||
      name === 'export' ||
      name === 'cd'
    ) {
      walk.status = 0
    } else if (!image.programs.includes(name.slice(name.lastIndexOf('/') + 1))) {
      lines.push({ atMs: walk.atMs, text: `sh: ${name}: not found` })
      walk.status = 127
    } else {
      const plan = runProgram(image, [name, ...args])
      if (plan.end === undefined) return { atMs: walk.atMs, exitCode: 0, plan }
      lines.push(...later(plan.lines, walk.atMs))
      walk.atMs += plan.end.afterMs
      walk.status = plan.end.exitCode
    }
  }
  return undefined
}

const shifted = (
  plan: RunningPlan,
  byMs: number,
  before: readonly PlannedLine[],
  term: RunningPlan['term'],
): RunningPlan => ({
  ...plan,
  lines: [...before, ...later(plan.lines, byMs)],
  term,
  ...(plan.server === undefined ? {} : { server: { ...plan.server, startupMs: plan.server.startupMs + byMs } }),
})

const later = (lines: readonly PlannedLine[], byMs: number): PlannedLine[] =>
  lines.map(({ atMs, text }) => ({ atMs: atMs + byMs, text }))

const durationMs = (text: string): number => {
  if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[text.at(-1) ?? ''] ?? 1000
  const amount = Number.parseFloat(text)
  return Number.isNaN(amount) ? 0 : amount * unit
}
