import type { ShellCommand } from '../../script/command.ts'

/** nl ends its last line with a newline even where the text has none. */
export const nl: ShellCommand = {
  name: 'nl',
  run: async ({ args, original }) => {
    const output = await original(args)
    const isEnded = output.stdout === '' || output.stdout.endsWith('\n')
    return isEnded ? output : { ...output, stdout: `${output.stdout}\n` }
  },
}
