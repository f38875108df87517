import { ablationFigure } from '../figures/ablation.ts'
import type { AblationEffect } from '../figures/ablation.ts'
import { heatmapFigure } from '../figures/heatmap.ts'
import { solvedRateFigure } from '../figures/solved-rate.ts'
import type { Figure } from '../figures/theme.ts'
import { NOT_EXERCISED } from '../tables/contrast-table.ts'
import type { Contrast } from '../statistics/paired-contrast.ts'
import type { ContrastMeasure, ContrastSummary, ReportModel } from '../summary/report-model.ts'

/** A figure before it is drawn. `name` is the stem of its files. */
export type ReportFigure = { readonly name: string; readonly caption: string; readonly specification: Figure }

/** The figures of a report; the ablation figure only where the design has ablations. */
export const reportFigures = (model: ReportModel): readonly ReportFigure[] => [
  solvedRate(model),
  heatmap(model),
  ...ablation(model),
]

const solvedRate = ({ methods }: ReportModel): ReportFigure => ({
  name: 'solved-rate',
  caption:
    'Solved rate of each method by the hidden oracle (mean over tasks; 95 % confidence interval: Student-t over tasks, Wilson’s of a ' +
    'proportion over tasks where the rate is near 0 or 1 or each task has one seed) and the rate that the method claims; the distance between the two marks is the false-positive gap Δ_fp.',
  specification: solvedRateFigure(
    methods.map(({ title, estimates }) => ({ label: title, solved: estimates.solved, claimed: estimates.claimed })),
  ),
})

const heatmap = ({ design, methods, solvedByTask }: ReportModel): ReportFigure => {
  const titles = new Map(methods.map((method) => [method.name, method.title]))
  return {
    name: 'task-method-heatmap',
    caption: 'Solved trials of counted trials, for each task and method. A cell without counted trials is missing.',
    specification: heatmapFigure(
      { tasks: design.tasks, methods: methods.map((method) => method.title) },
      solvedByTask.map(({ task_id, method_name, trials, total }) => ({
        task: task_id,
        method: titles.get(method_name) ?? method_name,
        trials,
        solved: total,
      })),
    ),
  }
}

const ablation = ({ contrasts, methods }: ReportModel): readonly ReportFigure[] => {
  const ablations = contrasts.filter((contrast) => contrast.ablation !== undefined)
  if (ablations.length === 0) return []
  const titles = new Map(methods.map((method) => [method.name, method.title]))
  const panel = (measure: ContrastMeasure, scale: number, ...title: readonly string[]) => ({
    title,
    effects: ablations.map((contrast) => toEffect(contrast, measure, scale)),
  })
  return [
    {
      name: 'ablation',
      caption:
        'What each component is worth: paired difference full system − ablation on the same task, seed and environment, mean over tasks ' +
        `with 95 % confidence interval, Student-t over tasks (cut at ±100 points; none where all tasks agree). ${NOT_EXERCISED}`,
      specification: ablationFigure(
        ablations.map(({ other }) => titles.get(other) ?? other),
        [
          panel('solved', 100, 'Solved, full − ablated', '(percentage points)'),
          panel('falsePositiveGap', 100, 'False-positive gap, full − ablated', '(percentage points)'),
          panel('unsafeMutations', 1, 'Unsafe mutations, full − ablated', '(a trial)'),
        ],
      ),
    },
  ]
}

const toEffect = ({ effects, ablation }: ContrastSummary, measure: ContrastMeasure, scale: number): AblationEffect => {
  const contrast = effects[measure]
  if (ablation?.activations === 0) return { state: 'not exercised' }
  return contrast === undefined ? { state: 'missing' } : { state: 'measured', ...scaled(contrast, scale) }
}

const scaled = ({ estimate }: Contrast, scale: number) => ({
  difference: estimate.mean * scale,
  low: (estimate.interval?.low ?? estimate.mean) * scale,
  high: (estimate.interval?.high ?? estimate.mean) * scale,
})
