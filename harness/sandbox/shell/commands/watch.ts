import { failed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'
import { pause } from '../script/process.ts'
import { formatDate } from '../dates/format-date.ts'
import { readOptions, UsageError } from './text/read-options.ts'

/**
 * watch of procps. A command line over SSH has no terminal, and the program refuses to start; where TERM is set it prints one page
 * after the other, each as plain lines, until it is killed.
 */
export const watch: ShellCommand = {
  name: 'watch',
  isSpeaker: true,
  run: async ({ args, environment, process, execute, live }) => {
    const options = read(args)
    if (typeof options === 'string') return failed(options)
    if ((environment['TERM'] ?? '') === '') return failed('Error opening terminal: unknown.\n')
    const { command, seconds, hasTitle } = options
    let stdout = ''
    for (;;) {
      const output = await execute({ argv: ['sh', '-c', command] })
      const title = `Every ${seconds.toFixed(1)}s: ${command}    ${formatDate(process.flow.nowMs(), '%a %b %e %H:%M:%S %Y')}\n\n`
      const page = (hasTitle ? title : '') + output.stdout + output.stderr
      // Somebody who looks on sees one page at a time.
      if (live === undefined) stdout += page
      else live('stdout', `${CLEAR_SCREEN}${page}`)
      if (process.signal.aborted || (await pause(process, seconds * 1000)) === 'killed')
        return { stdout, stderr: '', exitCode: 143 }
    }
  },
}

const CLEAR_SCREEN = '\u001b[H\u001b[2J'

const read = (
  args: readonly string[],
): { readonly command: string; readonly seconds: number; readonly hasTitle: boolean } | string => {
  // What follows the command's name is the command's own.
  const first = args.findIndex(
    (arg, index) => !arg.startsWith('-') && !/^(?:-n|--interval)$/.test(args[index - 1] ?? ''),
  )
  try {
    const options = readOptions('watch', first < 0 ? args : args.slice(0, first), {
      flags: 'tdbecpx',
      valued: 'n',
      long: { interval: 'n', 'no-title': 't', differences: 'd', errexit: 'e', color: 'c', exec: 'x' },
    })
    if (first < 0) return 'Usage:\n watch [options] command\n'
    const seconds = Number(options.values.get('n')?.at(-1) ?? 2)
    if (Number.isNaN(seconds)) return 'watch: failed to parse argument\n'
    return { command: args.slice(first).join(' '), seconds: Math.max(0.1, seconds), hasTitle: !options.flags.has('t') }
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}\n`
    throw error
  }
}
