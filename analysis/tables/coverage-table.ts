import type { ReportModel } from '../summary/report-model.ts'
import { formatNumber } from './format-number.ts'
import type { Grid } from './grid.ts'

/** What became of the planned trials of each method, with the bounds that missing trials leave to its solved rate. */
export const coverageTable = ({ methods, selection }: ReportModel): Grid => ({
  caption:
    `Planned and judged trials, void attempts, and trials in which a component fell back ` +
    `(${selection.fallbacks === 'exclude' ? 'left out' : 'kept in'} everywhere else). Bounds: solved rate if every missing trial ` +
    'were unsolved, or solved.',
  head: ['Method', 'Planned', 'Judged', 'Void attempts', 'Fallback trials', 'Bounds of solved'],
  rows: methods.map(({ title, coverage }) => [
    title,
    String(coverage.planned),
    String(coverage.judged),
    String(coverage.voidAttempts),
    String(coverage.fallbackTrials),
    `${formatNumber(coverage.worstCase * 100, 0)}–${formatNumber(coverage.bestCase * 100, 0)} %`,
  ]),
})
