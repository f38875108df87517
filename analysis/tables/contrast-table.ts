import { columns } from '../columns/index.ts'
import { CONTRAST_MEASURES } from '../summary/report-model.ts'
import type { ContrastMeasure, ContrastSummary, ReportModel } from '../summary/report-model.ts'
import { formatEstimate } from './format-estimate.ts'
import { formatP } from './format-number.ts'
import type { Grid } from './grid.ts'

/** The primary family: paired differences with intervals, sign-flip p and Holm's adjustment for the solved rate. */
export const contrastTable = ({ contrasts, methods }: ReportModel): Grid => {
  const titles = new Map(methods.map((method) => [method.name, method.title]))
  return {
    caption:
      'Contrasts on the same task, seed and environment: first minus second, mean of per-task differences with 95 % confidence interval ' +
      '(rates in percentage points). p: sign-flip permutation over tasks, solved rate; Holm over the family.',
    head: ['Contrast', ...CONTRAST_MEASURES.map((measure) => columns[measure].title), 'p', 'p (Holm)', 'Pairs', 'Note'],
    rows: contrasts.map((contrast) => [
      `${titles.get(contrast.system) ?? contrast.system} vs ${titles.get(contrast.other) ?? contrast.other}`,
      ...CONTRAST_MEASURES.map((measure) => toCell(contrast, measure)),
      contrast.adjustedP === undefined ? '–' : formatP(contrast.effects.solved?.test.p ?? Number.NaN),
      contrast.adjustedP === undefined ? '–' : formatP(contrast.adjustedP),
      String(contrast.effects.solved?.pairs ?? 0),
      contrast.missingDiffers ? 'share of missing trials differs' : '',
    ]),
  }
}

const toCell = (contrast: ContrastSummary, measure: ContrastMeasure): string => {
  const effect = contrast.effects[measure]
  if (contrast.ablation?.activations === 0) return 'not exercised'
  if (effect === undefined) return 'missing'
  return formatEstimate(columns[measure].unit === 'number' ? 'number' : 'points', effect.estimate)
}
