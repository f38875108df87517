import { SIGNALS, type Process, type ProgramCall, type Program, type Signal } from '../types.ts'

const padded = (value: number, width: number): string => String(value).padStart(width)

export const ps: Program = {
  isQuick: true,
  run: ({ table, streams, process, args, name }) => {
    const rows = table.processes().map(({ pid, argv }) => `${padded(pid, 5)} root      0:00 ${argv.join(' ')}\n`)
    const own = table.processes().some(({ argv }) => argv[0] === name)
      ? ''
      : `${padded(process.pid + 1, 5)} root      0:00 ${[name, ...args].join(' ')}\n`
    streams.stdout.write(`PID   USER     TIME  COMMAND\n${rows.join('')}${own}`)
    return 0
  },
}

export const top: Program = {
  isQuick: true,
  run: ({ table, streams }) => {
    const rows = table
      .processes()
      .toSorted((a, b) => b.cpuMilli - a.cpuMilli || a.pid - b.pid)
      .map(
        ({ pid, parent, argv, cpuMilli, memoryBytes }) =>
          `${padded(pid, 5)} ${padded(parent, 5)} root     ${cpuMilli > 0 ? 'R' : 'S'}    ${padded(Math.max(900, Math.round(memoryBytes / 1024)), 5)}   0% ${padded(Math.round(Math.min(cpuMilli, table.limits.cpuMilli) / 40), 3)}% ${argv.join(' ')}\n`,
      )
    streams.stdout.write(
      `Mem: 3851096K used, 20833000K free, 9580K shrd, 27096K buff, 1510084K cached\nCPU:   4% usr   2% sys   0% nic  93% idle   0% io   0% irq   1% sirq\nLoad average: 0.42 0.36 0.31 1/1205 ${table.processes().at(-1)?.pid ?? 1}\n  PID  PPID USER     STAT   RSS %RSS %CPU COMMAND\n${rows.join('')}`,
    )
    return 0
  },
}

export const pidof: Program = {
  isQuick: true,
  run: ({ args: [wanted = ''], table, streams }) => {
    const pids = named(table.processes(), wanted).map(({ pid }) => pid)
    if (pids.length === 0) return 1
    streams.stdout.write(`${pids.toReversed().join(' ')}\n`)
    return 0
  },
}

const named = (processes: readonly Process[], wanted: string): Process[] =>
  processes.filter(({ argv }) => (argv[0] ?? '').slice((argv[0] ?? '').lastIndexOf('/') + 1) === wanted)

export const kill: Program = {
  isQuick: true,
  run: (call) => {
    const { signal, operands } = signalOf(call)
    if (signal === undefined) return 1
    if (operands.length === 0) {
      call.streams.stderr.write('sh: you need to specify whom to kill\n')
      return 1
    }
    let status = 0
    for (const operand of operands) {
      if (call.table.find(Number(operand))?.exitCode === undefined && send(call, Number(operand), signal)) continue
      call.streams.stderr.write(
        /^\d+$/.test(operand)
          ? `sh: can't kill pid ${operand}: No such process\n`
          : `sh: invalid number '${operand}'\n`,
      )
      status = 1
    }
    return status
  },
}

/** `killall` and `pkill`. */
export const killByName: Program = {
  isQuick: true,
  run: (call) => {
    const { signal, operands } = signalOf(call)
    if (signal === undefined) return 1
    const found = operands.flatMap((name) => named(call.table.processes(), name))
    for (const { pid } of found) call.table.signal(pid, signal)
    if (found.length > 0) return 0
    if (call.name.endsWith('killall')) call.streams.stderr.write(`killall: ${operands[0] ?? ''}: no process killed\n`)
    return 1
  },
}

const send = ({ table }: ProgramCall, pid: number, signal: Signal | 'probe'): boolean =>
  signal === 'probe' ? table.find(pid) !== undefined : table.signal(pid, signal)

const signalOf = (call: ProgramCall): { readonly signal: Signal | undefined; readonly operands: string[] } => {
  const rest = call.args.filter((arg) => arg !== '--')
  let written = 'TERM'
  if (rest[0] === '-s') [, written = ''] = rest.splice(0, 2)
  else if (rest[0]?.startsWith('-') === true) written = (rest.shift() ?? '').slice(1)
  const name = written.toUpperCase().replace(/^SIG/, '')
  const signal = Object.entries(SIGNALS).find(([known, number]) => known === name || String(number) === name)?.[0]
  if (signal === undefined) {
    // Signal 0 only asks whether the process is there.
    if (name === '0')
      return { signal: 'PIPE', operands: rest.filter((pid) => call.table.find(Number(pid))?.exitCode !== undefined) }
    call.streams.stderr.write(`sh: bad signal name '${written}'\n`)
  }
  return { signal: signal as Signal | undefined, operands: rest }
}

export const df: Program = {
  isQuick: true,
  run: ({ args, streams }) => {
    streams.stdout.write(
      args.includes('-h')
        ? 'Filesystem                Size      Used Available Use% Mounted on\noverlay                  98.3G     14.7G     79.0G  16% /\ntmpfs                    64.0M         0     64.0M   0% /dev\n'
        : 'Filesystem           1K-blocks      Used Available Use% Mounted on\noverlay              103081248  15413756  82835988  16% /\ntmpfs                    65536         0     65536   0% /dev\n',
    )
    return 0
  },
}

export const free: Program = {
  isQuick: true,
  run: ({ streams }) => {
    streams.stdout.write(
      '              total        used        free      shared  buff/cache   available\nMem:       24684096     2314860    20833000        9580     1536236    22015960\nSwap:             0           0           0\n',
    )
    return 0
  },
}

const constant = (text: (call: ProgramCall) => string): Program => ({
  isQuick: true,
  run: (call) => {
    call.streams.stdout.write(text(call))
    return 0
  },
})

export const hostname = constant(({ table }) => `${table.hostname}\n`)
export const whoami = constant(() => 'root\n')
export const id = constant(({ args }) => (args.includes('-u') ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n'))
export const uname = constant(({ args, table }) =>
  args.includes('-a')
    ? `Linux ${table.hostname} 6.1.0-27-amd64 #1 SMP x86_64 GNU/Linux\n`
    : args.includes('-r')
      ? '6.1.0-27-amd64\n'
      : 'Linux\n',
)

export const env: Program = {
  *run(call) {
    const environment: Record<string, string> = { ...call.environment }
    const rest = [...call.args]
    while (rest[0]?.includes('=') === true) {
      const [name = '', ...value] = (rest.shift() ?? '').split('=')
      environment[name] = value.join('=')
    }
    const [name] = rest
    if (name === undefined) {
      for (const [key, value] of Object.entries(environment)) call.streams.stdout.write(`${key}=${value}\n`)
      return 0
    }
    const program = call.table.findProgram(name)
    if (program === undefined) {
      call.streams.stderr.write(`env: can't execute '${name}': No such file or directory\n`)
      return 127
    }
    const outcome = program.run({ ...call, name, args: rest.slice(1), environment })
    return typeof outcome === 'number' ? outcome : yield* outcome
  },
}

export const printenv: Program = {
  isQuick: true,
  run: ({ args, environment, streams }) => {
    const [name] = args
    if (name === undefined)
      for (const [key, value] of Object.entries(environment)) streams.stdout.write(`${key}=${value}\n`)
    else if (environment[name] === undefined) return 1
    else streams.stdout.write(`${environment[name]}\n`)
    return 0
  },
}
