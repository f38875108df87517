import type { ShellCommand } from '../script/command.ts'
import { pause } from '../script/process.ts'

const MOST_BYTES = 256 << 10

/** Prints a line for ever. Before a pipe, as much as anybody reads; by itself it goes on to the time limit, and says where it stopped. */
export const yes: ShellCommand = {
  name: 'yes',
  standsAlone: true,
  run: async ({ args, process, isWhole }) => {
    const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`
    const stdout = line.repeat(Math.ceil(MOST_BYTES / line.length)).slice(0, MOST_BYTES)
    if (isWhole !== true) return { stdout, stderr: '', exitCode: 0 }
    await pause(process, Number.POSITIVE_INFINITY)
    return { stdout, stderr: `yes: stopped: more than ${MOST_BYTES} bytes of output\n`, exitCode: 1 }
  },
}
