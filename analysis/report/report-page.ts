import type { MethodRights } from '../../harness/domain/method-rights.ts'
import type { MethodSummary, ReportModel } from '../summary/report-model.ts'
import { contrastTable } from '../tables/contrast-table.ts'
import { coverageTable } from '../tables/coverage-table.ts'
import { methodTable } from '../tables/method-table.ts'
import { taskTable } from '../tables/task-table.ts'
import { ablationSection } from './ablation-section.ts'
import { gridHtml } from './grid-html.ts'
import { escapeHtml, proseHtml } from './html.ts'
import { PAGE_STYLE } from './page-style.ts'
import { provenanceSection } from './provenance-section.ts'
import { queryLinks, querySection } from './query-section.ts'

/** A drawn figure of the page. */
export type DrawnFigure = { readonly name: string; readonly caption: string; readonly svg: string }

/** The whole report as one HTML document that loads nothing: style and figures stand inside. */
export const reportPage = (model: ReportModel, figures: readonly DrawnFigure[]): string => {
  const draw = (name: string): string =>
    figures
      .filter((figure) => figure.name === name)
      .map(figureHtml)
      .join('')
  const links = queryLinks(model)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(model.design.name)} · OpsSkill report</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>Sweep “${escapeHtml(model.design.name)}”</h1>
<p class="lead">${escapeHtml(describeDesign(model))}</p>
${facts(model)}
<nav><a href="#methods">Methods</a><a href="#tasks">Tasks</a><a href="#contrasts">Contrasts and ablations</a><a href="#missing">Missing data</a><a href="#provenance">Provenance</a><a href="#queries">How each number is recomputed</a></nav>
</header>
<main>
<h2 id="methods">Methods</h2>
<p>Unit of analysis is the task; seeds are replicates inside it. Heads of columns lead to the SQL behind them.</p>
${gridHtml(methodTable(model), links)}
${draw('solved-rate')}
<h3>What each method is</h3>
<div class="scroll"><table class="words"><tbody>
${model.methods.map(methodRow).join('\n')}
</tbody></table></div>
<h2 id="tasks">Tasks</h2>
${draw('task-method-heatmap')}
${gridHtml(taskTable(model))}
<h2 id="contrasts">Contrasts and ablations</h2>
${model.contrasts.length === 0 ? '<p>The design names no contrast and has no ablation.</p>' : gridHtml(contrastTable(model))}
${draw('ablation')}
${ablationSection(model)}
<h2 id="missing">Missing data</h2>
${gridHtml(coverageTable(model))}
<h2 id="provenance">Provenance</h2>
${provenanceSection(model)}
<h2 id="queries">How each number is recomputed</h2>
${querySection(model)}
</main>
</body>
</html>
`
}

const RIGHTS: Readonly<Record<MethodRights, string>> = {
  scope: 'Methods may change what the scope of their task allows; the cluster refuses the rest.',
  edit: 'Methods may change what the role edit allows; whether they keep to the scope of their task is observed.',
}

const describeDesign = ({ design }: ReportModel): string =>
  `${design.tasks.length} tasks × ${design.methods.length} methods × ${design.seeds.length} seeds (${design.seeds.join(', ')}), ${design.mode} mode. ${RIGHTS[design.rights]}`

const facts = ({ methods }: ReportModel): string => {
  const total = (read: (method: MethodSummary) => number): number =>
    methods.reduce((sum, method) => sum + read(method), 0)
  const items = [
    [total(({ coverage }) => coverage.planned), 'trials planned'],
    [total(({ coverage }) => coverage.judged), 'judged'],
    [total(({ coverage }) => coverage.voidAttempts), 'void attempts'],
    [total(({ coverage }) => coverage.fallbackTrials), 'trials with a fallback'],
  ]
  return `<ul class="facts">${items.map(([count, words]) => `<li><b>${count}</b>${words}</li>`).join('')}</ul>`
}

const methodRow = ({ name, title, description }: MethodSummary): string =>
  `<tr><th scope="row">${escapeHtml(title)}</th><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(description)}</td></tr>`

const figureHtml = ({ name, caption, svg }: DrawnFigure): string =>
  `<figure id="figure-${name}">${svg.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(caption)}" `)}<figcaption>${proseHtml(caption)}</figcaption></figure>`
