import { describe, expect, it } from 'vitest'
import { decimalsFor, formatNumber, formatP } from './format-number.ts'
import { formatEstimate } from './format-estimate.ts'
import { toCsv } from './to-csv.ts'
import { toLatex } from './to-latex.ts'
import { toMarkdown } from './to-markdown.ts'

const interval = (low: number, high: number) => ({ low, high, formula: 'student-t' as const })

describe('formatEstimate', () => {
  it('shows shares as percentages, differences with their sign, numbers to about three digits', () => {
    expect(formatEstimate('share', { mean: 2 / 3, tasks: 9, interval: interval(0.45, 0.884) })).toBe('67 % [45, 88]')
    expect(formatEstimate('points', { mean: 0.04, tasks: 9, interval: interval(-0.02, 0.1) })).toBe('+4 [−2, 10]')
    expect(formatEstimate('number', { mean: 12.345, tasks: 9, interval: interval(9.81, 14.88) })).toBe(
      '12.3 [9.8, 14.9]',
    )
  })

  it('marks an interval that comes from a score, in every format', () => {
    const marked = formatEstimate('share', { mean: 1, tasks: 9, interval: { low: 0.7, high: 1, formula: 'wilson' } })
    expect(marked).toBe('100 % [70, 100]†')
    expect(toLatex({ caption: '', head: ['a'], rows: [[marked]] })).toContain('100 \\% [70, 100]$^{\\dagger}$')
  })

  it('leaves the interval out where there is none, and has no negative zero', () => {
    expect(formatEstimate('number', { mean: 0, tasks: 1, interval: undefined })).toBe('0.00')
    expect(formatEstimate('points', { mean: -0.0001, tasks: 3, interval: undefined })).toBe('0')
  })
})

it('formats numbers and p-values without a locale', () => {
  expect(formatNumber(-1234.56, 1)).toBe('−1234.6')
  expect([0.4, 9.99, 10, 128].map(decimalsFor)).toEqual([2, 2, 1, 0])
  expect([formatP(0.0004), formatP(0.03125)]).toEqual(['< 0.001', '0.031'])
})

describe('a grid', () => {
  const grid = { caption: 'Δ_fp in 5 %', head: ['A & b', 'Gap Δ_fp'], rows: [['x_{1}\\|', '−3 < 4, "q"']] }

  it('becomes LaTeX with every special character escaped once', () => {
    expect(toLatex(grid)).toBe(
      [
        '% Δ_fp in 5 %',
        '% \\usepackage{booktabs}',
        '\\begin{tabular}{lr}',
        '\\toprule',
        'A \\& b & Gap $\\Delta_{\\mathrm{fp}}$ \\\\',
        '\\midrule',
        'x\\_\\{1\\}\\textbackslash{}| & $-$3 $<$ 4, "q" \\\\',
        '\\bottomrule',
        '\\end{tabular}',
        '',
      ].join('\n'),
    )
  })

  it('becomes a Markdown table with its caption', () => {
    expect(toMarkdown({ ...grid, rows: [['a|b', '1']] })).toBe(
      '| A & b | Gap Δ_fp |\n| :-- | --: |\n| a\\|b | 1 |\n\nΔ_fp in 5 %\n',
    )
  })

  it('becomes CSV that quotes only what needs it', () => {
    expect(toCsv([grid.head, ...grid.rows])).toBe('A & b,Gap Δ_fp\nx_{1}\\|,"−3 < 4, ""q"""\n')
  })
})
