import type { Rng } from '../../../ports/rng.ts'
import { printed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'
import { STAND_INS } from '../script/stand-in-names.ts'

export interface StandInDependencies {
  /** Asked for when a script first draws: most never do, and a fork costs a digest. */
  readonly rng: () => Rng
  /** Cluster time at which the shell was started, ms. */
  readonly startedMs: number
}

/** What a rewritten script asks instead of the machine: `$RANDOM`, `$SECONDS`, `$EPOCHSECONDS`, `time`. One set per command line. */
export const standInCommands = ({ rng, startedMs }: StandInDependencies): readonly ShellCommand[] => {
  const running: number[] = []
  let chance: Rng | undefined
  const draw = (): number => (chance ??= rng()).int(0, 32_767)
  return [
    { name: STAND_INS.chance, run: () => printed(`${draw()}\n`) },
    {
      name: STAND_INS.clock,
      run: ({ args, process }) => {
        const nowMs = process.flow.nowMs()
        if (args[0] === 'SECONDS') return printed(`${Math.floor((nowMs - startedMs) / 1000)}\n`)
        return printed(args[0] === 'EPOCHREALTIME' ? `${(nowMs / 1000).toFixed(6)}\n` : `${Math.floor(nowMs / 1000)}\n`)
      },
    },
    {
      name: STAND_INS.stopwatch,
      run: ({ args, process }) => {
        const nowMs = process.flow.nowMs()
        const [action, status, format] = args
        if (action === 'start') {
          running.push(nowMs)
          return printed('')
        }
        const seconds = (nowMs - (running.pop() ?? nowMs)) / 1000
        const stderr =
          format === '-p'
            ? `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`
            : `\nreal\t${minutes(seconds)}\nuser\t0m0.000s\nsys\t0m0.000s\n`
        return { stdout: '', stderr, exitCode: Number(status) }
      },
    },
  ]
}

const minutes = (seconds: number): string => `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`
