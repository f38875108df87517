import type { Grid } from './grid.ts'

/** A pipe table of GitHub's Markdown with its caption below. */
export const toMarkdown = ({ caption, head, rows }: Grid): string =>
  [
    toLine(head),
    toLine(head.map((_, index) => (index === 0 ? ':--' : '--:'))),
    ...rows.map(toLine),
    '',
    caption,
    '',
  ].join('\n')

const toLine = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
