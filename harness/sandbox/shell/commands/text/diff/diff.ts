import type { Call, Output, ShellCommand } from '../../../script/command.ts'
import { failed } from '../../../script/command.ts'
import { formatDate } from '../../../dates/format-date.ts'
import type { Options } from '../read-options.ts'
import { lastValue, readOptions, UsageError } from '../read-options.ts'
import { compareLines } from '../../../../text-diff/compare-lines.ts'
import { normalFormat } from './normal-format.ts'
import { unifiedFormat } from '../../../../text-diff/unified-format.ts'

/** GNU diff of two files: the normal format, `-u`/`-U N`, `-q`, `-s`, `-i`, `-w`, `-b`, `-B`, `--label`. Exit code 1 when they differ, 2 after an error. */
export const diff: ShellCommand = {
  name: 'diff',
  run: async (call) => {
    try {
      return await run(call, readOptions('diff', call.args, OPTIONS))
    } catch (error) {
      if (error instanceof UsageError) return failed(`${error.message.replace('Try', 'diff: Try')}\n`, 2)
      throw error
    }
  },
}

const OPTIONS = {
  flags: 'uqsiwbBaNrdt',
  valued: 'UL',
  long: {
    unified: 'u',
    brief: 'q',
    'report-identical-files': 's',
    'ignore-case': 'i',
    'ignore-all-space': 'w',
    'ignore-space-change': 'b',
    'ignore-blank-lines': 'B',
    'new-file': 'N',
    text: 'a',
    recursive: 'r',
    label: 'L',
    color: 'd',
  },
} as const

interface Side {
  readonly name: string
  readonly text: string
  readonly label: string
}

const run = async (call: Call, options: Options): Promise<Output> => {
  const [left, right, extra] = options.operands
  if (left === undefined || right === undefined)
    throw new UsageError(`diff: missing operand after '${left ?? 'diff'}'\nTry 'diff --help' for more information.`)
  if (extra !== undefined)
    throw new UsageError(`diff: extra operand '${extra}'\nTry 'diff --help' for more information.`)
  const isNewAllowed = options.flags.has('N')
  const sides = await Promise.all([side(call, left, isNewAllowed), side(call, right, isNewAllowed)])
  const complaints = sides.filter((item) => typeof item === 'string')
  const [old, added] = sides
  if (typeof old === 'string' || typeof added === 'string' || old === undefined || added === undefined)
    return failed(complaints.join(''), 2)
  const hunks = compareLines(old.text, added.text, normalizer(options), options.flags.has('B'))
  if (hunks.length === 0)
    return {
      stdout: options.flags.has('s') ? `Files ${left} and ${right} are identical\n` : '',
      stderr: '',
      exitCode: 0,
    }
  return { stdout: shown(old, added, hunks, options), stderr: '', exitCode: 1 }
}

const shown = (old: Side, added: Side, hunks: ReturnType<typeof compareLines>, options: Options): string => {
  if (options.flags.has('q')) return `Files ${old.name} and ${added.name} differ\n`
  const context = lastValue(options, 'U') ?? (options.flags.has('u') ? '3' : undefined)
  if (context === undefined) return normalFormat(old.text, added.text, hunks)
  const labels = options.values.get('L') ?? []
  const header = `--- ${labels[0] ?? old.label}\n+++ ${labels[1] ?? added.label}\n`
  return header + unifiedFormat(old.text, added.text, hunks, Number(context))
}

const side = async (call: Call, name: string, isNewAllowed: boolean): Promise<Side | string> => {
  const stamp = (ms: number): string => `${name}\t${formatDate(ms, '%F %T.%N %z')}`
  if (name === '-') return { name, text: call.stdin, label: stamp(call.process.flow.nowMs()) }
  const path = call.files.resolvePath(call.directory, name)
  if (!(await call.files.exists(path)))
    return isNewAllowed ? { name, text: '', label: stamp(0) } : `diff: ${name}: No such file or directory\n`
  const { isDirectory, mtime } = await call.files.stat(path)
  if (isDirectory) return `diff: ${name}: Is a directory\n`
  return { name, text: await call.files.readFile(path), label: stamp(mtime.getTime()) }
}

/** What of a line counts. */
const normalizer = ({ flags }: Options): ((line: string) => string) => {
  const isCaseless = flags.has('i')
  return (line) => {
    const spaced = flags.has('w')
      ? line.replaceAll(/\s+/g, '')
      : flags.has('b')
        ? line.trimEnd().replaceAll(/\s+/g, ' ')
        : line
    return isCaseless ? spaced.toLowerCase() : spaced
  }
}
