import type { Matcher } from '../../patterns/matcher.ts'
import type { GrepOptions } from './options.ts'

export interface Found {
  /** Lines to print, with their newline. */
  readonly text: string
  /** Selected lines. */
  readonly count: number
}

/** Searches one text. `label` is the file name to print before lines, or nothing. */
export const searchText = (
  text: string,
  expression: Matcher,
  options: GrepOptions,
  label: string | undefined,
): Found => {
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text === '' ? [] : text.split('\n')
  const isInverted = options.flags.has('v')
  const output: string[] = []
  let count = 0
  let lastPrinted = -1
  let afterUntil = -1
  const print = (index: number, separator: ':' | '-', content: string): void => {
    const file = label === undefined ? '' : `${label}${separator}`
    const number = options.flags.has('n') ? `${index + 1}${separator}` : ''
    output.push(`${file}${number}${content}\n`)
  }
  const printLine = (index: number, separator: ':' | '-'): void => {
    if (index <= lastPrinted) return
    const hasContext = options.before > 0 || options.after > 0
    if (hasContext && lastPrinted >= 0 && index > lastPrinted + 1) output.push('--\n')
    print(index, separator, lines[index] ?? '')
    lastPrinted = index
  }
  for (const [index, line] of lines.entries()) {
    if (count >= options.maxCount) {
      if (index > afterUntil) break
      printLine(index, '-')
      continue
    }
    if ((expression.find(line, 0) !== undefined) === isInverted) {
      if (index <= afterUntil) printLine(index, '-')
      continue
    }
    count += 1
    if (options.flags.has('o')) {
      if (!isInverted) for (const match of matches(expression, line)) print(index, ':', match)
      continue
    }
    for (let earlier = Math.max(0, index - options.before); earlier < index; earlier += 1) printLine(earlier, '-')
    printLine(index, ':')
    afterUntil = index + options.after
  }
  return { text: output.join(''), count }
}

/** The matches in a line that are not empty. */
const matches = function* (expression: Matcher, line: string): Generator<string> {
  for (let at = 0; at <= line.length;) {
    const found = expression.find(line, at)
    if (found === undefined) return
    if (found.text !== '') yield found.text
    at = found.index + Math.max(1, found.text.length)
  }
}
