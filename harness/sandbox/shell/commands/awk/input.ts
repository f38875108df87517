import type { Machine } from './machine.ts'
import { fromInput, toNumber } from './values.ts'

/** Lines of a text, one after the other. */
export interface Reader {
  readonly next: () => string | undefined
}

export const createReader = (machine: Machine, text: string): Reader => {
  let at = 0
  return {
    next: () => {
      const separator = machine.text(machine.variable('RS'))
      if (separator === '') at += /^\n*/.exec(text.slice(at))?.[0].length ?? 0
      if (at >= text.length) return undefined
      const end = findEnd(machine, text, at, separator)
      const line = text.slice(at, end.from)
      at = end.to
      return separator === '' ? line.replace(/\n+$/, '') : line
    },
  }
}

const findEnd = (
  machine: Machine,
  text: string,
  at: number,
  separator: string,
): { readonly from: number; readonly to: number } => {
  if (separator.length === 1) {
    const found = text.indexOf(separator, at)
    if (found >= 0) return { from: found, to: found + 1 }
  } else {
    const found = machine.pattern(separator === '' ? '\n\n+' : separator).find(text, at)
    if (found !== undefined && found.text !== '') return { from: found.index, to: found.index + found.text.length }
  }
  // The newline at the end of a file is no part of its last record.
  return { from: text.endsWith('\n') && separator !== '\n' ? text.length - 1 : text.length, to: text.length }
}

/** The program's own input: its operands, or the standard input if none is a file. Operands like `x=1` assign when they are reached. */
export const createMainInput = (machine: Machine, operands: readonly string[]): Reader => {
  let position = 0
  let hasFile = false
  let reader: Reader | undefined
  const open = (): Reader | undefined => {
    for (; position < operands.length; position += 1) {
      const operand = operands[position] ?? ''
      const assigned = /^([A-Za-z_]\w*)=([^]*)$/.exec(operand)
      if (assigned !== null) {
        machine.assign(assigned[1] ?? '', fromInput(assigned[2] ?? ''))
        continue
      }
      if (operand === '') continue
      position += 1
      hasFile = true
      machine.assign('FILENAME', operand === '-' ? '' : operand)
      machine.assign('FNR', 0)
      if (operand === '-') return createReader(machine, machine.streams.stdin)
      const text = machine.streams.readFile(operand)
      if (text === undefined) throw new UnreadableFile(operand)
      return createReader(machine, text)
    }
    if (hasFile) return undefined
    hasFile = true
    return createReader(machine, machine.streams.stdin)
  }
  return {
    next: () => {
      for (;;) {
        reader ??= open()
        if (reader === undefined) return undefined
        const line = reader.next()
        if (line !== undefined) {
          for (const name of ['NR', 'FNR']) machine.assign(name, toNumber(machine.variable(name)) + 1)
          return line
        }
        reader = undefined
      }
    },
  }
}

export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  readonly path: string
  constructor(path: string) {
    super(`cannot open ${path} (No such file or directory)`)
    this.path = path
  }
}
