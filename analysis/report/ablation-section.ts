import type { ContrastSummary, ReportModel } from '../summary/report-model.ts'
import { gridHtml } from './grid-html.ts'

/** What each ablation changes in the resolved configuration of its system, and how often what it removes had acted. */
export const ablationSection = ({ contrasts, methods, activations }: ReportModel): string => {
  const titles = new Map(methods.map((method) => [method.name, method.title]))
  const differences = contrasts.flatMap((contrast) => toRows(contrast, titles.get(contrast.other) ?? contrast.other))
  const acted = activations.map(({ method, component, decisions, acted: count }) => [
    titles.get(method) ?? method,
    component,
    String(decisions),
    String(count),
  ])
  return [
    ...(differences.length === 0
      ? []
      : [
          '<h3>What each ablation changes</h3>',
          gridHtml({
            caption:
              'Difference of the two resolved configurations, and how often what was removed acted in the full system.',
            head: ['Ablation', 'Setting', 'Full system', 'Ablation has', 'Acted'],
            rows: differences,
          }),
        ]),
    '<h3>How often components acted</h3>',
    gridHtml({
      caption: 'Decisions of each component over the counted trials, and how many of them changed what happened.',
      head: ['Method', 'Component', 'Decisions', 'Acted'],
      rows: acted,
    }),
  ].join('\n')
}

const toRows = ({ ablation }: ContrastSummary, title: string): readonly (readonly string[])[] =>
  ablation?.differences.map(({ path, system, other }) => [title, path, system, other, String(ablation.activations)]) ??
  []
