import { failed, printed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'
import { pause, withLimit } from '../script/process.ts'

const UNIT_MS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A duration as coreutils read it: `1.5`, `10s`, `2m`. @returns milliseconds, `undefined` for anything else */
export const coreutilsDuration = (text: string): number | undefined => {
  if (text === 'infinity' || text === 'inf') return Number.POSITIVE_INFINITY
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text)
  return match === null ? undefined : Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 0)
}

/** Waits in cluster time. */
export const sleep: ShellCommand = {
  name: 'sleep',
  run: async ({ args, process }) => {
    if (args.length === 0) return failed("sleep: missing operand\nTry 'sleep --help' for more information.\n")
    let totalMs = 0
    for (const arg of args) {
      const ms = coreutilsDuration(arg)
      if (ms === undefined)
        return failed(`sleep: invalid time interval ‘${arg}’\nTry 'sleep --help' for more information.\n`)
      totalMs += ms
    }
    await pause(process, totalMs)
    return printed('')
  },
}

const SIGNALS: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, TERM: 15 }

/** Runs a command and kills what it started when the time is over; exit code 124 then, 137 for `-s KILL`. */
export const timeout: ShellCommand = {
  name: 'timeout',
  isSpeaker: true,
  run: async ({ args, process, stdin, fork }) => {
    const rest = [...args]
    let signal = 'TERM'
    let keepsStatus = false
    while (rest[0]?.startsWith('-') === true) {
      const arg = rest.shift() ?? ''
      if (arg === '--') break
      const [name, inline] = arg.startsWith('--') ? arg.split('=') : [arg.slice(0, 2), arg.slice(2) || undefined]
      if (name === '-s' || name === '--signal')
        signal = (inline ?? rest.shift() ?? '').toUpperCase().replace(/^SIG/, '')
      else if (name === '-k' || name === '--kill-after') {
        // What is killed here does not survive the first signal.
        if (inline === undefined) rest.shift()
      } else if (name === '--preserve-status' || name === '-p') keepsStatus = true
      else if (name !== '--foreground' && name !== '-f' && name !== '-v' && name !== '--verbose')
        return failed(`timeout: unrecognized option '${arg}'\n${TRY}`, 125)
    }
    const limit = rest.shift()
    if (limit === undefined || rest.length === 0) return failed(`timeout: missing operand\n${TRY}`, 125)
    const ms = coreutilsDuration(limit)
    if (ms === undefined) return failed(`timeout: invalid time interval ‘${limit}’\n${TRY}`, 125)
    const number = SIGNALS[signal] ?? Object.values(SIGNALS).find((value) => String(value) === signal)
    if (number === undefined) return failed(`timeout: ‘${signal}’: invalid signal\n${TRY}`, 125)
    const limitMs = ms === 0 ? Number.POSITIVE_INFINITY : ms
    const { value, isLate } = await withLimit(process, limitMs, (child) => fork(child, { argv: rest, stdin }))
    if (isLate) return { ...value, exitCode: keepsStatus || number === 9 ? 128 + number : 124 }
    return value.exitCode === 127 && value.stderr.includes('command not found')
      ? failed(`timeout: failed to run command ‘${rest[0] ?? ''}’: No such file or directory\n`, 127)
      : value
  },
}

const TRY = "Try 'timeout --help' for more information.\n"
