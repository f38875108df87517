import Table from 'cli-table3'
import { wrapText } from './wrap-text.ts'

/** A table as text, ready to be drawn. */
export interface TextGrid {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * Draws a table that fits the terminal: intervals go below their values where they do not fit beside them, and where that is not
 * enough, the table is cut into several, each with the first column.
 */
export const drawTable = (grid: TextGrid, width: number): string => {
  const wide = draw(grid)
  const drawn = widthOf(wide) <= width ? wide : blocks(stacked(grid), width).map(draw).join('\n')
  return `${drawn}\n${wrapText(grid.caption, width).join('\n')}`
}

const draw = ({ head, rows }: TextGrid): string => {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [] },
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
  })
  table.push(...rows.map((row) => [...row]))
  return table.toString()
}

const widthOf = (text: string): number => Math.max(...text.split('\n').map((line) => line.length))

const stacked = ({ caption, head, rows }: TextGrid): TextGrid => ({
  caption,
  head: head.map((cell) => cell.replaceAll(' ', '\n')),
  rows: rows.map((row) => row.map((cell) => cell.replace(' [', '\n['))),
})

/** As many columns in each block as fit, at least one beside the first. */
const blocks = (grid: TextGrid, width: number): readonly TextGrid[] => {
  const found: TextGrid[] = []
  let columns: number[] = []
  for (let column = 1; column < grid.head.length; column += 1) {
    const wider = pick(grid, [0, ...columns, column])
    if (columns.length > 0 && widthOf(draw(wider)) > width) {
      found.push(pick(grid, [0, ...columns]))
      columns = []
    }
    columns.push(column)
  }
  return [...found, pick(grid, [0, ...columns])]
}

const pick = ({ caption, head, rows }: TextGrid, columns: readonly number[]): TextGrid => {
  const cells = (row: readonly string[]) => columns.map((column) => row[column] ?? '')
  return { caption, head: cells(head), rows: rows.map(cells) }
}
