import type { Matcher } from '../../patterns/matcher.ts'
import type { Value } from './values.ts'
import { fromInput } from './values.ts'

export interface RecordsDependencies {
  readonly pattern: (source: string) => Matcher
  readonly fieldSeparator: () => string
  readonly outputSeparator: () => string
  readonly text: (value: Value) => string
}

/** The current line and its fields; each is made from the other when it is asked for. */
export interface Records {
  readonly set: (line: string) => void
  readonly get: (index: number) => Value
  readonly put: (index: number, value: Value) => void
  /** NF. */
  readonly count: () => number
  readonly resize: (count: number) => void
}

export const createRecords = (dependencies: RecordsDependencies): Records => {
  let line: string | undefined = ''
  let fields: Value[] | undefined
  let separator = ' '
  const split = (): Value[] => (fields ??= splitFields(dependencies.pattern, line ?? '', separator).map(fromInput))
  return {
    set: (value) => {
      line = value
      fields = undefined
      // A change of FS counts from the next line on.
      separator = dependencies.fieldSeparator()
    },
    get: (index) => {
      if (index > 0) return split()[index - 1]
      line ??= split().map(dependencies.text).join(dependencies.outputSeparator())
      return fromInput(line)
    },
    put: (index, value) => {
      if (index === 0) {
        line = dependencies.text(value)
        fields = undefined
        separator = dependencies.fieldSeparator()
        return
      }
      const all = split()
      while (all.length < index) all.push('')
      all[index - 1] = value
      line = undefined
    },
    count: () => split().length,
    resize: (count) => {
      const all = split()
      while (all.length < count) all.push('')
      all.length = Math.max(0, count)
      line = undefined
    },
  }
}

/** @param separator one blank: runs of blanks and newlines; another character: itself; more: a pattern; nothing: every character */
export const splitFields = (
  pattern: (source: string) => Matcher,
  text: string,
  separator: string,
): readonly string[] => {
  if (separator === ' ') return text.match(/[^ \t\n]+/g) ?? []
  if (text === '') return []
  if (separator.length <= 1) return text.split(separator)
  const matcher = pattern(separator)
  const parts: string[] = []
  let from = 0
  for (let at = 0; at <= text.length;) {
    const found = matcher.find(text, at)
    if (found === undefined) break
    if (found.text === '') {
      at = found.index + 1
      continue
    }
    parts.push(text.slice(from, found.index))
    from = found.index + found.text.length
    at = from
  }
  return [...parts, text.slice(from)]
}
