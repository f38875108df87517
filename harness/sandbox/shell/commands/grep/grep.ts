import type { Call, Output, ShellCommand } from '../../script/command.ts'
import { failed } from '../../script/command.ts'
import { compilePatterns } from './compile-pattern.ts'
import { GrepUsage, parseGrepOptions } from './options.ts'
import type { GrepOptions } from './options.ts'
import { searchText } from './search-text.ts'

/** GNU grep: exit code 0 when a line was selected, 1 when none was, 2 after an error. */
export const grep: ShellCommand = { name: 'grep', run: (call) => runGrep(call, 'basic') }
export const egrep: ShellCommand = { name: 'egrep', run: (call) => runGrep(call, 'extended') }
export const fgrep: ShellCommand = { name: 'fgrep', run: (call) => runGrep(call, 'fixed') }

const runGrep = async (call: Call, syntax: GrepOptions['syntax']): Promise<Output> => {
  try {
    return await search(call, parseGrepOptions(call.args, syntax))
  } catch (error) {
    if (error instanceof GrepUsage) return failed(`${error.message}\n`, 2)
    throw error
  }
}

interface Source {
  readonly name: string
  readonly text: string
}

const search = async (call: Call, options: GrepOptions): Promise<Output> => {
  const patterns = [...options.patterns]
  for (const path of options.patternFiles) {
    const text = path === '-' ? call.stdin : await read(call, path)
    if (text === undefined) return failed(`grep: ${path}: No such file or directory\n`, 2)
    patterns.push(...text.replace(/\n$/, '').split('\n'))
  }
  const expression = compilePatterns(patterns, options)
  const { sources, complaints } = await collect(call, options)
  const isLabelled =
    !options.flags.has('h') && (options.flags.has('H') || options.flags.has('r') || options.files.length > 1)
  let stdout = ''
  let selected = 0
  for (const source of sources) {
    const found = searchText(source.text, expression, options, isLabelled ? source.name : undefined)
    selected += options.flags.has('L') ? Number(found.count === 0) : found.count
    stdout += report(source, found, options, isLabelled)
    if (options.flags.has('q') && found.count > 0) return { stdout: '', stderr: '', exitCode: 0 }
  }
  return {
    stdout: options.flags.has('q') ? '' : stdout,
    stderr: options.flags.has('s') ? '' : complaints.join(''),
    exitCode: complaints.length > 0 ? 2 : selected > 0 ? 0 : 1,
  }
}

const report = (
  source: Source,
  found: { readonly text: string; readonly count: number },
  options: GrepOptions,
  isLabelled: boolean,
): string => {
  if (options.flags.has('l')) return found.count > 0 ? `${source.name}\n` : ''
  if (options.flags.has('L')) return found.count === 0 ? `${source.name}\n` : ''
  if (options.flags.has('c')) return `${isLabelled ? `${source.name}:` : ''}${found.count}\n`
  return found.text
}

const collect = async (
  call: Call,
  options: GrepOptions,
): Promise<{ readonly sources: readonly Source[]; readonly complaints: readonly string[] }> => {
  const isRecursive = options.flags.has('r')
  if (options.files.length === 0 && !isRecursive)
    return { sources: [{ name: '(standard input)', text: call.stdin }], complaints: [] }
  const sources: Source[] = []
  const complaints: string[] = []
  const visit = async (name: string): Promise<void> => {
    if (name === '-') {
      sources.push({ name: '(standard input)', text: call.stdin })
      return
    }
    const path = call.files.resolvePath(call.directory, name)
    if (!(await call.files.exists(path))) {
      complaints.push(`grep: ${name}: No such file or directory\n`)
      return
    }
    if (!(await call.files.stat(path)).isDirectory) {
      sources.push({ name, text: await call.files.readFile(path) })
    } else if (!isRecursive) complaints.push(`grep: ${name}: Is a directory\n`)
    else for (const entry of [...(await call.files.readdir(path))].sort()) await visit(join(name, entry))
  }
  // Without a name it is the working directory, which is then not part of the names.
  for (const name of options.files.length === 0 ? [''] : options.files) await visit(name)
  const isIncluded = (source: Source): boolean =>
    options.includes.length === 0 || options.includes.some((glob) => matchesGlob(source.name, glob))
  return { sources: sources.filter(isIncluded), complaints }
}

const join = (directory: string, entry: string): string =>
  directory === '' ? entry : `${directory.replace(/\/$/, '')}/${entry}`

const matchesGlob = (name: string, glob: string): boolean => {
  const source = glob
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(name.slice(name.lastIndexOf('/') + 1))
}

const read = async (call: Call, path: string): Promise<string | undefined> => {
  const absolute = call.files.resolvePath(call.directory, path)
  return (await call.files.exists(absolute)) ? call.files.readFile(absolute) : undefined
}
