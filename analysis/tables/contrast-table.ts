import { columns } from '../columns/index.ts'
import { CONTRAST_MEASURES } from '../summary/report-model.ts'
import type { ContrastMeasure, ContrastSummary, ReportModel } from '../summary/report-model.ts'
import { formatEstimate } from './format-estimate.ts'
import { formatP } from './format-number.ts'
import type { Grid } from './grid.ts'

/** What the words mean, for captions. */
export const NOT_EXERCISED =
  '“Not exercised”: what the ablation removes never changed anything in the full system’s trials (0 activations, see “Acted”), so that ' +
  'both arms did the same and a difference, or none, would prove nothing about it.'

/** The primary family: paired differences with intervals, sign-flip p and Holm's adjustment for the solved rate. */
export const contrastTable = ({ contrasts, methods }: ReportModel): Grid => {
  const titles = new Map(methods.map((method) => [method.name, method.title]))
  return {
    caption:
      'Contrasts on the same task, seed and environment: first minus second, mean of per-task differences with 95 % confidence interval, ' +
      'Student-t over tasks (rates in percentage points, cut at ±100; no interval where all tasks agree). p: sign-flip permutation over tasks, solved ' +
      `rate; Holm over the family. ${NOT_EXERCISED}`,
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
