import { failed } from '../../script/command.ts'
import type { Call, Output, ShellCommand } from '../../script/command.ts'
import type { Options } from '../text/read-options.ts'
import { readOptions, UsageError } from '../text/read-options.ts'
import type { Entry } from './entry.ts'
import { readEntry } from './entry.ts'
import { longLines } from './long-lines.ts'

/** GNU ls without a terminal, one name a line: `-a`, `-A`, `-l`, `-d`, `-R`, `-r`, `-t`, `-S`, `-h`, `-p`, `-F`. */
export const ls: ShellCommand = {
  name: 'ls',
  run: async (call) => {
    try {
      const options = readOptions('ls', call.args, {
        flags: '1aAldRrtShpFnog',
        valued: 'I',
        long: { all: 'a', 'almost-all': 'A', directory: 'd', recursive: 'R', reverse: 'r', 'human-readable': 'h' },
      })
      return await list(call, options)
    } catch (error) {
      if (error instanceof UsageError) return failed(`${error.message}\n`, 2)
      throw error
    }
  },
}

const list = async (call: Call, options: Options): Promise<Output> => {
  const names = options.operands.length === 0 ? ['.'] : options.operands
  const order = ordering(options)
  const files: Entry[] = []
  const folders: Entry[] = []
  let stderr = ''
  for (const name of names) {
    const entry = await readEntry(call, name, name, true)
    if (entry === undefined) stderr += `ls: cannot access '${name}': No such file or directory\n`
    else if (entry.isDirectory && !options.flags.has('d')) folders.push(entry)
    else files.push(entry)
  }
  const parts: string[] = files.length === 0 ? [] : [shown(files.toSorted(order), options, false)]
  const isTitled = names.length > 1 || options.flags.has('R')
  const visit = async (folder: Entry): Promise<void> => {
    const entries = (await contents(call, folder, options)).toSorted(order)
    parts.push((isTitled ? `${folder.name}:\n` : '') + shown(entries, options, true))
    if (!options.flags.has('R')) return
    for (const entry of entries)
      if (entry.isDirectory && !/^\.\.?$/.test(entry.name))
        await visit({ ...entry, name: `${folder.name}/${entry.name}` })
  }
  for (const folder of folders.toSorted(order)) await visit(folder)
  return { stdout: parts.join('\n'), stderr, exitCode: stderr === '' ? 0 : 2 }
}

const contents = async (call: Call, folder: Entry, { flags }: Options): Promise<readonly Entry[]> => {
  const names = await call.files.readdir(call.files.resolvePath(call.directory, folder.name))
  const visible = names.filter((name) => flags.has('a') || flags.has('A') || !name.startsWith('.'))
  const all = flags.has('a') ? ['.', '..', ...visible] : visible
  const entries = await Promise.all(all.map((name) => readEntry(call, `${folder.name}/${name}`, name, false)))
  return entries.filter((entry) => entry !== undefined)
}

const ordering = ({ flags }: Options): ((a: Entry, b: Entry) => number) => {
  const direction = flags.has('r') ? -1 : 1
  const byName = (a: Entry, b: Entry): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  return (a, b) => {
    const first = flags.has('t') ? b.modifiedMs - a.modifiedMs : flags.has('S') ? b.bytes - a.bytes : 0
    return direction * (first || byName(a, b))
  }
}

const shown = (entries: readonly Entry[], options: Options, isFolder: boolean): string => {
  const mark = (entry: Entry): string =>
    (options.flags.has('p') || options.flags.has('F')) && entry.isDirectory ? '/' : ''
  const lines = options.flags.has('l')
    ? longLines(entries, options.flags.has('h'), isFolder)
    : entries.map(({ name }) => name)
  const [total, rest] = options.flags.has('l') && isFolder ? [lines.slice(0, 1), lines.slice(1)] : [[], lines]
  return [...total, ...rest.map((line, index) => line + mark(entries[index] ?? ({ isDirectory: false } as Entry)))]
    .map((line) => `${line}\n`)
    .join('')
}
