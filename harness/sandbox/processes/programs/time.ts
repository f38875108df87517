import type { Program } from '../types.ts'

/** `1.5`, `10s`, `2m`, `infinity`, in ms. @returns `undefined` for anything else */
export const durationMs = (text: string): number | undefined => {
  if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text)
  return match === null ? undefined : Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 1000)
}

const UNIT_MS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export const sleep: Program = {
  *run({ args, streams }) {
    let totalMs = 0
    for (const arg of args) {
      const ms = durationMs(arg)
      if (ms === undefined) {
        streams.stderr.write(`sleep: invalid number '${arg}'\n`)
        return 1
      }
      totalMs += ms
    }
    yield { kind: 'sleep', ms: totalMs }
    return 0
  },
}

/** `timeout [-s SIGNAL] SECONDS COMMAND…` */
export const timeout: Program = {
  *run(call) {
    const { table, streams, process } = call
    const rest = [...call.args]
    if (rest[0] === '-s' || rest[0] === '-k') rest.splice(0, 2)
    if (rest[0] === '-t') rest.shift()
    const ms = durationMs(rest.shift() ?? '')
    const [name = ''] = rest
    const program = table.findProgram(name)
    if (ms === undefined || program === undefined) {
      streams.stderr.write(
        ms === undefined
          ? 'timeout: invalid number\n'
          : `timeout: can't execute '${name}': No such file or directory\n`,
      )
      return ms === undefined ? 1 : 127
    }
    const child = table.spawn({ ...call, argv: rest, run: program.run, parent: process.pid })
    let isLate = false
    const cancel = table.clock.schedule(ms, () => {
      isLate = true
      table.poke()
    })
    yield { kind: 'until', test: () => isLate || child.exitCode !== undefined }
    cancel()
    if (child.exitCode !== undefined) return child.exitCode
    table.signal(child.pid, 'TERM')
    yield { kind: 'until', test: () => child.exitCode !== undefined }
    return 143
  },
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** The time, in UTC. */
export const date: Program = {
  isQuick: true,
  run: ({ args, streams, table }) => {
    const format = args.find((arg) => arg.startsWith('+'))?.slice(1) ?? '%a %b %e %H:%M:%S UTC %Y'
    streams.stdout.write(`${formatTime(format, table.clock.nowMs())}\n`)
    return 0
  },
}

export const formatTime = (format: string, ms: number): string => {
  const time = new Date(ms)
  const iso = time.toISOString()
  const values: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    e: String(time.getUTCDate()).padStart(2),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    N: String(Math.floor((ms % 1000) * 1e6)).padStart(9, '0'),
    F: iso.slice(0, 10),
    T: iso.slice(11, 19),
    R: iso.slice(11, 16),
    s: String(Math.floor(ms / 1000)),
    a: DAYS[time.getUTCDay()] ?? '',
    b: MONTHS[time.getUTCMonth()] ?? '',
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    '%': '%',
  }
  return format.replaceAll(/%(.)/g, (all, letter: string) => values[letter] ?? all)
}
