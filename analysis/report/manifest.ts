import { createHash } from 'node:crypto'
import type { GeneratedFile } from '../render/write-files.ts'
import type { ReportModel } from '../summary/report-model.ts'
import { describeFilter } from './provenance-section.ts'

/** What was generated, from which rows, by which filter and versions: JSON, in a fixed order. */
export const manifest = (model: ReportModel, files: readonly GeneratedFile[]): string =>
  `${JSON.stringify(
    {
      sweep: model.design.sweepId,
      mode: model.design.mode,
      filter: describeFilter(model),
      rows: {
        sha256: model.rowsDigest,
        planned: model.methods.reduce((sum, { coverage }) => sum + coverage.planned, 0),
        judged: model.methods.reduce((sum, { coverage }) => sum + coverage.judged, 0),
      },
      provenance: Object.fromEntries(model.design.provenance),
      files: files.map(({ path, content }) => ({ path, sha256: createHash('sha256').update(content).digest('hex') })),
    },
    undefined,
    2,
  )}\n`
