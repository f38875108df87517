import { printed } from '../../script/command.ts'
import type { ShellCommand } from '../../script/command.ts'

/** More than anything that reads it takes. */
const SIZE = 256 << 10

/** Endless on a real host, where its reader ends it; here stages run one after the other, so it gives a reader plenty and ends. */
export const yes: ShellCommand = {
  name: 'yes',
  run: ({ args }) => {
    const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`
    return printed(line.repeat(Math.ceil(SIZE / line.length)))
  },
}
