import { openTextMeasure } from '../render/font.ts'
import { renderPng } from '../render/render-png.ts'
import { renderSvg } from '../render/render-svg.ts'
import { writeFiles } from '../render/write-files.ts'
import type { GeneratedFile } from '../render/write-files.ts'
import type { ReportModel } from '../summary/report-model.ts'
import { contrastTable } from '../tables/contrast-table.ts'
import { coverageTable } from '../tables/coverage-table.ts'
import type { Grid } from '../tables/grid.ts'
import { methodCsv } from '../tables/method-csv.ts'
import { methodTable } from '../tables/method-table.ts'
import { taskTable } from '../tables/task-table.ts'
import { toCsv } from '../tables/to-csv.ts'
import { toLatex } from '../tables/to-latex.ts'
import { toMarkdown } from '../tables/to-markdown.ts'
import { manifest } from './manifest.ts'
import { reportFigures } from './report-figures.ts'
import { reportPage } from './report-page.ts'
import type { DrawnFigure } from './report-page.ts'

/**
 * Writes the report below `directory`: `report.html`, `figures/*.svg|png`, `tables/*.tex|md|csv`, `manifest.json`. The same model
 * gives the same bytes.
 * @returns paths of the files below the directory, in the order of the manifest, which is the last
 */
export const writeReport = async (model: ReportModel, directory: string): Promise<readonly string[]> => {
  const figures = await drawFigures(model)
  const files = [
    { path: 'report.html', content: reportPage(model, figures) },
    ...figures.flatMap(({ name, svg }) => [
      { path: `figures/${name}.svg`, content: svg },
      { path: `figures/${name}.png`, content: renderPng(svg) },
    ]),
    ...tableFiles('methods', methodTable(model), methodCsv(model)),
    ...tableFiles('tasks', taskTable(model)),
    ...tableFiles('contrasts', contrastTable(model)),
    ...tableFiles('coverage', coverageTable(model)),
  ]
  const all = [...files, { path: 'manifest.json', content: manifest(model, files) }]
  writeFiles(directory, all)
  return all.map((file) => file.path)
}

/** One after the other: the renderer has one text measure at a time. */
const drawFigures = async (model: ReportModel): Promise<readonly DrawnFigure[]> => {
  const measure = openTextMeasure()
  const drawn: DrawnFigure[] = []
  for (const { name, caption, specification } of reportFigures(model)) {
    drawn.push({ name, caption, svg: await renderSvg(measure, specification) })
  }
  return drawn
}

const tableFiles = (name: string, grid: Grid, csv = toCsv([grid.head, ...grid.rows])): readonly GeneratedFile[] => [
  { path: `tables/${name}.tex`, content: toLatex(grid) },
  { path: `tables/${name}.md`, content: toMarkdown(grid) },
  { path: `tables/${name}.csv`, content: csv },
]
