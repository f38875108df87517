export interface TabOptions {
  /** Least width of a column, padding included. */
  readonly minWidth: number
  readonly padding: number
  /** Widths of earlier tables of the same output, which no column falls below; brought up to date. */
  readonly remembered?: number[]
}

/** kubectl's tables. */
export const TABLE: TabOptions = { minWidth: 6, padding: 3 }
/** kubectl's descriptions. */
export const DESCRIPTION: TabOptions = { minWidth: 0, padding: 2 }

/**
 * Elastic tabstops, as Go's text/tabwriter lays them out with spaces: a cell ends with a tab; cells of neighbouring lines form a
 * column; the text after the last tab of a line belongs to no column.
 */
export const alignTabs = (text: string, options: TabOptions): string => {
  const lines = text.split('\n').map((line) => line.split('\t'))
  const out: string[] = lines.map(() => '')
  layOut(lines, 0, lines.length, [], out, options)
  return out.join('\n')
}

const layOut = (
  lines: readonly (readonly string[])[],
  from: number,
  to: number,
  widths: readonly number[],
  out: string[],
  options: TabOptions,
): void => {
  const column = widths.length
  let row = from
  while (row < to) {
    const cells = lines[row] ?? []
    if (cells.length - 1 <= column) {
      out[row] = writeLine(cells, widths)
      row += 1
      continue
    }
    let end = row
    let width = options.minWidth
    while (end < to && (lines[end]?.length ?? 0) - 1 > column) {
      width = Math.max(width, widthOf(lines[end]?.[column] ?? '') + options.padding)
      end += 1
    }
    width = Math.max(width, options.remembered?.[column] ?? 0)
    if (options.remembered !== undefined) options.remembered[column] = width
    layOut(lines, row, end, [...widths, width], out, options)
    row = end
  }
}

const writeLine = (cells: readonly string[], widths: readonly number[]): string => {
  let line = ''
  for (let index = 0; index < cells.length - 1; index += 1) {
    const cell = cells[index] ?? ''
    line += cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)))
  }
  return line + (cells.at(-1) ?? '')
}

/** Characters, not units of UTF-16. */
const widthOf = (text: string): number => (BASIC.test(text) ? text.length : [...text].length)

/** Text without surrogates. */
const BASIC = /^[^\ud800-\udfff]*$/
