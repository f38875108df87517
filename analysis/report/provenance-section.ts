import type { ReportModel } from '../summary/report-model.ts'
import { escapeHtml } from './html.ts'

/** Where the numbers come from: rows, filter, and what was recorded of program, files and machine. */
export const provenanceSection = (model: ReportModel): string => `<div class="scroll"><table class="words"><tbody>
${[
  ['sweep', model.design.sweepId],
  ['rows read (SHA-256)', model.rowsDigest],
  ['filter', describeFilter(model)],
  ...model.design.provenance,
]
  .map(
    ([key, value]) =>
      `<tr><th scope="row">${escapeHtml(key ?? '')}</th><td><code>${escapeHtml(value ?? '')}</code></td></tr>`,
  )
  .join('\n')}
</tbody></table></div>`

/** Which trials count, in words. */
export const describeFilter = ({ selection }: ReportModel): string =>
  `sweep ${selection.sweepId}; attempts that are void do not count; trials with a fallback are ` +
  (selection.fallbacks === 'exclude' ? 'left out' : 'kept in')
