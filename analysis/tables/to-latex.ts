import type { Grid } from './grid.ts'

/** A `booktabs` tabular to be `\input` into a table environment; the caption is a comment at its head. */
export const toLatex = ({ caption, head, rows }: Grid): string =>
  [
    `% ${caption}`,
    '% \\usepackage{booktabs}',
    `\\begin{tabular}{l${'r'.repeat(head.length - 1)}}`,
    '\\toprule',
    toLine(head),
    '\\midrule',
    ...rows.map(toLine),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n')

const toLine = (cells: readonly string[]): string => `${cells.map(escape).join(' & ')} \\\\`

const ESCAPES: Readonly<Record<string, string>> = {
  Δ_fp: '$\\Delta_{\\mathrm{fp}}$',
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '–': '--',
  '<': '$<$',
  '>': '$>$',
  κ: '$\\kappa$',
  '†': '$^{\\dagger}$',
}

const escape = (text: string): string =>
  text.replaceAll(/Δ_fp|[\\~^−–<>κ†&%#_${}]/g, (found) => ESCAPES[found] ?? `\\${found}`)
