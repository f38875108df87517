import type { Paint } from './paint.ts'
import { wrapText } from './wrap-text.ts'

export interface ListEntry {
  readonly name: string
  /** What it belongs to, in a word. */
  readonly group: string
  readonly text: string
}

/** From this width on there is room for a text beside a name. */
const WIDE = 100

/** Entries one below the other, their texts wrapped to the terminal: beside the names where there is room, else below them. */
export const drawList = (entries: readonly ListEntry[], paint: Paint, columns: number): string =>
  entries.map(columns >= WIDE ? inColumns(entries, paint, columns) : inBlock(paint, columns)).join('\n')

const inColumns = (entries: readonly ListEntry[], paint: Paint, columns: number): ((entry: ListEntry) => string) => {
  const names = Math.max(...entries.map(({ name }) => name.length))
  const groups = Math.max(...entries.map(({ group }) => group.length))
  const indent = names + groups + 4
  return ({ name, group, text }) => {
    const lines = wrapText(text, columns - indent).join(`\n${' '.repeat(indent)}`)
    return `${paint.strong(name.padEnd(names))}  ${group.padEnd(groups)}  ${lines}`
  }
}

const inBlock =
  (paint: Paint, columns: number): ((entry: ListEntry) => string) =>
  ({ name, group, text }) =>
    `${paint.strong(name)} (${group})\n  ${wrapText(text, columns - 2).join('\n  ')}`
