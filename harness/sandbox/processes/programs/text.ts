import { byteLength, firstBytes, longRun, shown } from '../files/long-text.ts'
import { resolvePath } from '../files/files.ts'
import { readAll } from '../streams.ts'
import type { Activity, Program, ProgramCall } from '../types.ts'

/** The text of the operands, or of the input without any. @returns `undefined` when one cannot be read; the complaint is written */
export function* inputOf(call: ProgramCall, operands: readonly string[]): Activity<string | undefined> {
  if (operands.length === 0) return yield* readAll(call.streams.stdin)
  let text = ''
  let isWhole = true
  for (const operand of operands) {
    const one = operand === '-' ? yield* readAll(call.streams.stdin) : readPath(call, operand)
    if (one === undefined) {
      const isDirectory = call.table.files.stat(resolvePath(call.directory, operand))?.kind === 'directory'
      const cause = isDirectory ? 'read error: Is a directory' : `can't open '${operand}': No such file or directory`
      call.streams.stderr.write(`${call.name}: ${cause}\n`)
      isWhole = false
    } else text += one
  }
  if (isWhole) return text
  call.streams.stdout.write(call.name === 'cat' ? text : '')
  return undefined
}

const readPath = ({ table, directory }: ProgramCall, path: string): string | undefined => {
  const resolved = resolvePath(directory, path)
  if (resolved === '/dev/null') return ''
  const live = /^\/proc\/(\d+|self)\/(cmdline|status|environ)$/.exec(resolved)
  if (live !== null) {
    const process = table.find(live[1] === 'self' ? 1 : Number(live[1]))
    if (process === undefined) return undefined
    if (live[2] === 'cmdline') return `${process.argv.join('\0')}\0`
    return `Name:\t${process.argv[0] ?? ''}\nState:\tS (sleeping)\nPid:\t${process.pid}\nPPid:\t${process.parent}\n`
  }
  return table.files.read(resolved)
}

const linesOf = (text: string): string[] => {
  const lines = shown(text).split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

const ended = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** Splits `-n 5`, `-n5` and `-5` from the operands. */
const countOf = (
  args: readonly string[],
  letter: string,
): { readonly count: string | undefined; readonly operands: string[] } => {
  const operands: string[] = []
  let count: string | undefined
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === `-${letter}`) {
      at += 1
      count = args[at]
    } else if (arg.startsWith(`-${letter}`)) count = arg.slice(2)
    else if (letter === 'n' && /^-\d+$/.test(arg)) count = arg.slice(1)
    else operands.push(arg)
  }
  return { count, operands }
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
  k: 1024,
  K: 1024,
  m: 1024 ** 2,
  M: 1024 ** 2,
  g: 1024 ** 3,
  G: 1024 ** 3,
}

/** `30`, `8m`, `1K` in bytes. */
export const sizeOf = (text: string): number => Number.parseFloat(text) * (SIZE_UNITS[text.at(-1) ?? ''] ?? 1)

export const cat: Program = {
  *run(call) {
    const operands = call.args.filter((arg) => !/^-[a-z]+$/i.test(arg))
    const text = yield* inputOf(call, operands)
    if (text === undefined) return 1
    call.streams.stdout.write(text)
    return 0
  },
}

export const head: Program = {
  *run(call) {
    const bytes = countOf(call.args, 'c')
    if (bytes.count !== undefined) {
      const size = sizeOf(bytes.count)
      const isZero = bytes.operands.includes('/dev/zero')
      const text = isZero
        ? longRun(size)
        : yield* inputOf(
            call,
            bytes.operands.filter((arg) => !arg.startsWith('-')),
          )
      if (text === undefined) return 1
      call.streams.stdout.write(firstBytes(text, size))
      return 0
    }
    const { count = '10', operands } = countOf(call.args, 'n')
    const wanted = Number(count)
    if (operands.length > 0 || call.streams.stdin.isClosed()) {
      const text = yield* inputOf(call, operands)
      if (text === undefined) return 1
      const lines = linesOf(text)
      call.streams.stdout.write(ended(wanted < 0 ? lines.slice(0, wanted) : lines.slice(0, wanted)))
      return 0
    }
    // It ends with the last line that it needs, and so does an endless writer before it.
    let text = ''
    while (text.split('\n').length <= wanted && !(call.streams.stdin.isClosed() && !call.streams.stdin.hasText())) {
      yield { kind: 'until', test: () => call.streams.stdin.hasText() || call.streams.stdin.isClosed() }
      text += call.streams.stdin.take()
    }
    call.streams.stdout.write(ended(linesOf(text).slice(0, wanted)))
    return 0
  },
}

export const tail: Program = {
  *run(call) {
    const { args, process, table } = call
    if (args.includes('/dev/zero')) return yield* devour(call)
    const follows = args.some((arg) => /^-[0-9nc]*[fF]$/.test(arg) || arg === '-f' || arg === '-F')
    const { count = '10', operands } = countOf(
      args.filter((arg) => !/^-[fF]$/.test(arg)),
      'n',
    )
    const paths = operands.filter((arg) => !arg.startsWith('-'))
    const text = paths.includes('/dev/null') ? '' : yield* inputOf(call, paths)
    if (text === undefined && !follows) return 1
    const lines = linesOf(text ?? '')
    const from = count.startsWith('+') ? Number(count) - 1 : Math.max(0, lines.length - Number(count))
    call.streams.stdout.write(ended(lines.slice(from)))
    if (!follows) return 0
    process.memoryBytes = 300_000
    table.loaded()
    const path = paths.find((one) => one !== '/dev/null')
    if (path === undefined) yield { kind: 'sleep', ms: Number.POSITIVE_INFINITY }
    let known = text ?? ''
    for (;;) {
      yield { kind: 'until', test: () => (readPath(call, path ?? '') ?? known) !== known }
      const now = readPath(call, path ?? '') ?? ''
      call.streams.stdout.write(now.startsWith(known) ? now.slice(known.length) : now)
      known = now
    }
  },
}

/** The last line of /dev/zero never ends: it takes memory until somebody stops it. */
function* devour({ process, table }: ProgramCall): Activity<number> {
  process.cpuMilli = 1000
  for (;;) {
    process.memoryBytes += 100 * 1024 ** 2
    table.loaded()
    yield { kind: 'sleep', ms: 250 }
    if (process.memoryBytes > 64 * 1024 ** 3) return 1
  }
}

export const tr: Program = {
  *run(call) {
    const text = yield* readAll(call.streams.stdin)
    const flags = call.args.filter((arg) => arg.startsWith('-')).join('')
    const [from = '', to = ''] = call.args.filter((arg) => !arg.startsWith('-')).map(characters)
    if (flags.includes('d')) call.streams.stdout.write([...text].filter((one) => !from.includes(one)).join(''))
    else {
      let mapped = ''
      for (const one of text) {
        const at = from.indexOf(one)
        const next = at < 0 ? one : (to[Math.min(at, to.length - 1)] ?? '')
        if (!(flags.includes('s') && at >= 0 && mapped.endsWith(next))) mapped += next
      }
      call.streams.stdout.write(mapped)
    }
    return 0
  },
}

const characters = (set: string): string =>
  set
    .replaceAll('[:upper:]', 'A-Z')
    .replaceAll('[:lower:]', 'a-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:space:]', ' \t\n')
    .replaceAll(/\\(\d+|[ntr\\])/g, (_all, code: string) =>
      code === 'n'
        ? '\n'
        : code === 't'
          ? '\t'
          : code === 'r'
            ? '\r'
            : code === '\\'
              ? '\\'
              : String.fromCodePoint(Number.parseInt(code, 8)),
    )
    .replaceAll(/(.)-(.)/gs, (_all, first: string, last: string) => {
      const [start, end] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0]
      return Array.from({ length: Math.max(0, end - start + 1) }, (_, index) =>
        String.fromCodePoint(start + index),
      ).join('')
    })

export const wc: Program = {
  *run(call) {
    const operands = call.args.filter((arg) => !arg.startsWith('-'))
    const text = yield* inputOf(call, operands)
    if (text === undefined) return 1
    const counts: Readonly<Record<string, number>> = {
      l: text.split('\n').length - 1,
      w: shown(text).split(/\s+/).filter(Boolean).length,
      c: byteLength(text),
    }
    const letters =
      call.args
        .filter((arg) => arg.startsWith('-'))
        .join('')
        .replaceAll('-', '') || 'lwc'
    const values = Array.from(letters, (letter) => String(counts[letter] ?? 0))
    const columns = values.length === 1 && operands.length === 0 ? values : values.map((value) => value.padStart(9))
    call.streams.stdout.write(`${[columns.join(''), ...operands].join(' ')}\n`)
    return 0
  },
}

const lineProgram = (work: (lines: string[], args: readonly string[]) => string[], withValue = ''): Program => ({
  *run(call) {
    const operands: string[] = []
    for (let at = 0; at < call.args.length; at += 1) {
      const arg = call.args[at] ?? ''
      if (!arg.startsWith('-')) operands.push(arg)
      else if (arg.length === 2 && withValue.includes(arg.charAt(1))) at += 1
    }
    const text = yield* inputOf(call, operands)
    if (text === undefined) return 1
    call.streams.stdout.write(ended(work(linesOf(text), call.args)))
    return 0
  },
})

export const sort = lineProgram((lines, args) => {
  const flags = args.filter((arg) => /^-[a-z]+$/.test(arg)).join('')
  const ordered = flags.includes('n')
    ? lines.toSorted((a, b) => Number.parseFloat(a) - Number.parseFloat(b))
    : lines.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const unique = flags.includes('u') ? [...new Set(ordered)] : ordered
  return flags.includes('r') ? unique.toReversed() : unique
}, 'kt')

export const uniq = lineProgram((lines, args) => {
  const groups: { readonly line: string; count: number }[] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (last?.line === line) last.count += 1
    else groups.push({ line, count: 1 })
  }
  return groups.map(({ line, count }) => (args.includes('-c') ? `${String(count).padStart(7)} ${line}` : line))
})

export const cut = lineProgram((lines, args) => {
  const value = (letter: string): string | undefined => {
    const at = args.findIndex((arg) => arg.startsWith(`-${letter}`))
    return at < 0 ? undefined : args[at]?.slice(2) || args[at + 1]
  }
  const fields = (value('f') ?? value('c') ?? '1').split(',').flatMap((range) => {
    const [from = '1', to = from] = range.split('-')
    return Array.from(
      { length: Math.max(1, (to === '' ? 64 : Number(to)) - Number(from || 1) + 1) },
      (_, index) => Number(from || 1) + index,
    )
  })
  const isByCharacter = value('f') === undefined
  const delimiter = isByCharacter ? '' : (value('d') ?? '\t')
  return lines.map((line) => {
    const parts = line.split(delimiter)
    if (!isByCharacter && parts.length === 1) return line
    return fields.flatMap((field) => parts[field - 1] ?? []).join(delimiter)
  })
}, 'fdc')

export const seq: Program = {
  isQuick: true,
  run: ({ args, streams }) => {
    const numbers = args.map(Number)
    const [first, step, last] =
      numbers.length === 1
        ? [1, 1, numbers[0] ?? 0]
        : numbers.length === 2
          ? [numbers[0] ?? 1, 1, numbers[1] ?? 0]
          : [numbers[0] ?? 1, numbers[1] ?? 1, numbers[2] ?? 0]
    for (
      let value = first, count = 0;
      (step > 0 ? value <= last : value >= last) && count < 100_000;
      value += step, count += 1
    )
      streams.stdout.write(`${value}\n`)
    return 0
  },
}

/** `grep`, as far as basic and extended expressions of the two languages agree. */
export const grep: Program = {
  *run(call) {
    const flags = new Set<string>()
    const rest: string[] = []
    let pattern: string | undefined
    for (let at = 0; at < call.args.length; at += 1) {
      const arg = call.args[at] ?? ''
      if (arg === '-e') {
        at += 1
        pattern = call.args[at]
      } else if (/^-[a-zA-Z]+$/.test(arg)) for (const letter of arg.slice(1)) flags.add(letter)
      else rest.push(arg)
    }
    const wanted = pattern ?? rest.shift() ?? ''
    const text = yield* inputOf(call, rest)
    if (text === undefined) return 2
    const isExtended = flags.has('E') || call.name.endsWith('egrep')
    const source = flags.has('F')
      ? wanted.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
      : isExtended
        ? wanted
        : basic(wanted)
    const expression = new RegExp(flags.has('w') ? `\\b(?:${source})\\b` : source, flags.has('i') ? 'i' : '')
    const found = linesOf(text).filter((line) => expression.test(line) !== flags.has('v'))
    if (flags.has('c')) call.streams.stdout.write(`${found.length}\n`)
    else if (!flags.has('q'))
      call.streams.stdout.write(ended(flags.has('o') ? found.map((line) => expression.exec(line)?.[0] ?? '') : found))
    return found.length > 0 ? 0 : 1
  },
}

/** In a basic expression `\(` is what `(` is in an extended one. */
const basic = (pattern: string): string =>
  pattern.replaceAll(/\\([(){}|+?])|([(){}|+?])/g, (_all, escaped: string | undefined, plain: string | undefined) =>
    escaped === undefined ? `\\${plain ?? ''}` : escaped,
  )

/** `sed`: substitutions, and lines printed or deleted by number or expression. */
export const sed: Program = {
  *run(call) {
    const scripts: string[] = []
    const rest: string[] = []
    let isQuiet = false
    for (let at = 0; at < call.args.length; at += 1) {
      const arg = call.args[at] ?? ''
      if (arg === '-e') {
        at += 1
        scripts.push(call.args[at] ?? '')
      } else if (arg === '-n') isQuiet = true
      else if (arg !== '-E' && arg !== '-r') rest.push(arg)
    }
    if (scripts.length === 0) scripts.push(rest.shift() ?? '')
    const text = yield* inputOf(call, rest)
    if (text === undefined) return 1
    const isExtended = call.args.includes('-E') || call.args.includes('-r')
    const steps = scripts.flatMap((script) => script.split(/[;\n](?![^/]*\/[gp]*$)/)).map((script) => script.trim())
    const lines = linesOf(text)
    for (const [index, line] of lines.entries()) {
      let current: string | undefined = line
      for (const step of steps) {
        if (current === undefined) break
        const substitution = /^s(.)((?:\\.|(?!\1).)*)\1((?:\\.|(?!\1).)*)\1([gi]*)$/.exec(step)
        const address = /^(?:(\d+|\$)|\/(.*)\/)([pd])$/.exec(step)
        if (substitution !== null) {
          const [, , from = '', to = '', flags = ''] = substitution
          const source = isExtended ? from : basic(from)
          current = current.replace(
            new RegExp(source, flags),
            to
              .replaceAll('$', '$$$$')
              .replaceAll(/\\(\d)/g, '$$$1')
              .replaceAll(/(?<!\\)&/g, '$$&'),
          )
        } else if (address !== null) {
          const [, number, expression, action] = address
          const isHit =
            number === undefined
              ? new RegExp(basic(expression ?? '')).test(current)
              : number === '$'
                ? index === lines.length - 1
                : Number(number) === index + 1
          if (isHit && action === 'p') call.streams.stdout.write(`${current}\n`)
          if (isHit && action === 'd') current = undefined
        } else if (step !== '') {
          call.streams.stderr.write(`sed: unsupported command ${step}\n`)
          return 1
        }
      }
      if (current !== undefined && !isQuiet) call.streams.stdout.write(`${current}\n`)
    }
    return 0
  },
}

export const tee: Program = {
  *run(call) {
    const appends = call.args.includes('-a')
    const paths = call.args.filter((arg) => !arg.startsWith('-')).map((path) => resolvePath(call.directory, path))
    for (const path of paths) if (!appends) call.table.files.write(path, '', 'replace')
    const { stdin, stdout } = call.streams
    for (;;) {
      const text = stdin.take()
      stdout.write(text)
      for (const path of paths) call.table.files.write(path, text, 'append')
      if (stdin.isClosed() && !stdin.hasText()) return 0
      yield { kind: 'until', test: () => stdin.hasText() || stdin.isClosed() }
    }
  },
}

export const yes: Program = {
  *run({ args, streams }) {
    const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`
    for (;;) {
      yield { kind: 'work' }
      streams.stdout.write(line)
    }
  },
}
