import { byteLength, longRun } from '../files/long-text.ts'
import { parentOf, resolvePath, type WriteResult } from '../files/files.ts'
import type { Program, ProgramCall } from '../types.ts'
import { sizeOf } from './size.ts'

const CAUSES: Readonly<Record<Exclude<WriteResult, 'done'>, string>> = {
  'read-only': 'Read-only file system',
  missing: 'No such file or directory',
  'is-directory': 'Is a directory',
  exists: 'File exists',
  'not-directory': 'Not a directory',
}

const operandsOf = ({ args }: ProgramCall): string[] => args.filter((arg) => !arg.startsWith('-'))

/** A program that does one thing to each operand. */
const each = (act: (call: ProgramCall, path: string, operand: string) => string | undefined): Program => ({
  isQuick: true,
  run: (call) => {
    let status = 0
    for (const operand of operandsOf(call)) {
      const complaint = act(call, resolvePath(call.directory, operand), operand)
      if (complaint === undefined) continue
      call.streams.stderr.write(`${call.name}: ${complaint}\n`)
      status = 1
    }
    return status
  },
})

export const mkdir = each(({ table, args }, path, operand) => {
  const result = table.files.makeDirectory(
    path,
    args.some((arg) => /^-\w*p/.test(arg)),
  )
  return result === 'done' ? undefined : `can't create directory '${operand}': ${CAUSES[result]}`
})

export const rm = each(({ table, args }, path, operand) => {
  const flags = args.filter((arg) => arg.startsWith('-')).join('')
  const stat = table.files.stat(path)
  if (stat === undefined)
    return flags.includes('f') ? undefined : `can't remove '${operand}': No such file or directory`
  if (stat.kind === 'directory' && !/[rR]/.test(flags)) return `'${operand}' is a directory`
  const result = table.files.remove(path)
  return result === 'done' ? undefined : `can't remove '${operand}': ${CAUSES[result]}`
})

export const rmdir = each(({ table }, path, operand) => {
  if ((table.files.list(path) ?? []).length > 0) return `'${operand}': Directory not empty`
  const result = table.files.remove(path)
  return result === 'done' ? undefined : `'${operand}': ${CAUSES[result]}`
})

export const touch = each(({ table }, path, operand) => {
  const result = table.files.write(path, '', 'append')
  return result === 'done' || result === 'is-directory' ? undefined : `${operand}: ${CAUSES[result]}`
})

export const chmod: Program = {
  isQuick: true,
  run: (call) => {
    const [mode = '', ...paths] = call.args.filter((arg) => !/^-[a-zA-Z]/.test(arg))
    for (const path of paths) {
      const resolved = resolvePath(call.directory, path)
      const before = call.table.files.stat(resolved)
      if (before === undefined) {
        call.streams.stderr.write(`chmod: ${path}: No such file or directory\n`)
        return 1
      }
      const bits = /^[0-7]+$/.test(mode)
        ? Number.parseInt(mode, 8)
        : mode.includes('+x')
          ? before.mode | 0o111
          : before.mode
      call.table.files.changeMode(resolved, bits)
    }
    return 0
  },
}

const copy = (call: ProgramCall, isMove: boolean): number => {
  const operands = operandsOf(call)
  const target = resolvePath(call.directory, operands.at(-1) ?? '')
  const { files } = call.table
  for (const operand of operands.slice(0, -1)) {
    const source = resolvePath(call.directory, operand)
    const text = files.read(source)
    if (text === undefined) {
      call.streams.stderr.write(`${call.name}: can't stat '${operand}': No such file or directory\n`)
      return 1
    }
    const isInto = files.stat(target)?.kind === 'directory'
    const path = isInto ? resolvePath(target, source.slice(source.lastIndexOf('/') + 1)) : target
    const result = files.write(path, text, 'replace')
    if (result !== 'done') {
      call.streams.stderr.write(`${call.name}: can't create '${path}': ${CAUSES[result]}\n`)
      return 1
    }
    if (isMove) files.remove(source)
  }
  return 0
}

export const cp: Program = { isQuick: true, run: (call) => copy(call, false) }
export const mv: Program = { isQuick: true, run: (call) => copy(call, true) }

export const ls: Program = {
  isQuick: true,
  run: (call) => {
    const { files } = call.table
    const flags = call.args.filter((arg) => arg.startsWith('-')).join('')
    const operands = operandsOf(call)
    let status = 0
    for (const operand of operands.length === 0 ? ['.'] : operands) {
      const path = resolvePath(call.directory, operand)
      const stat = files.stat(path)
      if (stat === undefined) {
        call.streams.stderr.write(`ls: ${operand}: No such file or directory\n`)
        status = 1
        continue
      }
      const names = stat.kind === 'directory' && !flags.includes('d') ? (files.list(path) ?? []) : [operand]
      const visible = names.filter(
        (name) => flags.includes('a') || flags.includes('A') || !name.startsWith('.') || name === operand,
      )
      for (const name of visible) {
        const one = stat.kind === 'directory' ? files.stat(resolvePath(path, name)) : stat
        const mode = `${one?.kind === 'directory' ? 'd' : '-'}${permissions(one?.mode ?? 0o644)}`
        const when = new Date(one?.mtimeMs ?? 0).toUTCString()
        const time = `${when.slice(8, 11)} ${when.slice(5, 7).replace(/^0/, ' ')} ${when.slice(17, 22)}`
        const row = `${mode}    1 root     root     ${String(one?.size ?? 0).padStart(9)} ${time} ${name}`
        call.streams.stdout.write(`${flags.includes('l') ? row : name}\n`)
      }
    }
    return status
  },
}

const permissions = (mode: number): string =>
  [6, 3, 0]
    .map((shift) => ['r', 'w', 'x'].map((letter, bit) => ((mode >> shift) & (4 >> bit) ? letter : '-')).join(''))
    .join('')

/** `dd if=… of=… bs=… count=…` */
export const dd: Program = {
  *run(call) {
    const options = Object.fromEntries(call.args.map((arg) => arg.split('=') as [string, string]))
    const block = sizeOf(options['bs'] ?? '512')
    const count = options['count'] === undefined ? undefined : Number(options['count'])
    const source = options['if'] ?? '/dev/stdin'
    const isDevice = source === '/dev/zero' || source === '/dev/urandom'
    if (isDevice && count === undefined) yield { kind: 'sleep', ms: Number.POSITIVE_INFINITY }
    const path = resolvePath(call.directory, source)
    const text = isDevice
      ? longRun(block * (count ?? 0))
      : source === '/dev/stdin'
        ? call.streams.stdin.take()
        : call.table.files.read(path)
    if (text === undefined) {
      call.streams.stderr.write(`dd: can't open '${source}': No such file or directory\n`)
      return 1
    }
    yield { kind: 'sleep', ms: 1 + byteLength(text) / 1_000_000 }
    const target = options['of']
    if (target === undefined) call.streams.stdout.write(text)
    else {
      const resolved = resolvePath(call.directory, target)
      const result = resolved === '/dev/null' ? 'done' : call.table.files.write(resolved, text, 'replace')
      if (result !== 'done') {
        call.streams.stderr.write(`dd: can't open '${target}': ${CAUSES[result]}\n`)
        return 1
      }
    }
    const blocks = `${Math.ceil(byteLength(text) / block)}+0 records`
    call.streams.stderr.write(`${blocks} in\n${blocks} out\n`)
    return 0
  },
}

export const pwd: Program = {
  isQuick: true,
  run: ({ streams, directory }) => {
    streams.stdout.write(`${directory}\n`)
    return 0
  },
}

const nameProgram = (pick: (path: string) => string): Program => ({
  isQuick: true,
  run: ({ args: [path = '', suffix = ''], streams }) => {
    const name = pick(path)
    streams.stdout.write(`${suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`)
    return 0
  },
})

export const basename = nameProgram((path) => path.slice(path.lastIndexOf('/') + 1))
export const dirname = nameProgram((path) => (path.includes('/') ? parentOf(path) : '.'))
