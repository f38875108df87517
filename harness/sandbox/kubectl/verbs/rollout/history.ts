import type { Command } from '../../command.ts'
import { writeTemplate } from '../../describe/pod-template.ts'
import { failure } from '../../errors.ts'
import { PRINT_FLAGS } from '../../flags/global.ts'
import { objectName } from '../../print/printer.ts'
import { alignTabs, DESCRIPTION } from '../../format/tabwriter.ts'
import { createReport } from '../../describe/report-writer.ts'
import { revisionsOf, type Revision } from './revisions.ts'
import { ROLLOUT_FLAGS, rolloutTargets } from './target.ts'

const CHANGE_CAUSE = 'kubernetes.io/change-cause'

export const rolloutHistory: Command = {
  summary: 'View rollout history',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  flags: { ...PRINT_FLAGS, ...ROLLOUT_FLAGS, revision: { type: 'int' } },
  run: async (session) => {
    const wanted = session.flags.int('revision')
    if (wanted < 0) throw failure(`revision must be a positive integer: ${wanted}`)
    for (const target of await rolloutTargets(session)) {
      const name = objectName(target.definition, target.object.metadata.name)
      const revisions = await revisionsOf(session, target)
      if (wanted > 0) session.out(`${name} with revision #${wanted}\n${detail(revisions, wanted)}\n`)
      else session.out(`${name} \n${overview(revisions)}\n`)
    }
  },
}

const overview = (revisions: readonly Revision[]): string => {
  if (revisions.length === 0) return 'No rollout history found.'
  const rows = revisions.map(({ number, annotations }) => `${number}\t${annotations[CHANGE_CAUSE] || '<none>'}`)
  return alignTabs(['REVISION\tCHANGE-CAUSE', ...rows].join('\n'), DESCRIPTION) + '\n'
}

/** Not aligned: kubectl prints the tabs themselves here. */
const detail = (revisions: readonly Revision[], wanted: number): string => {
  const found = revisions.find(({ number }) => number === wanted)
  if (found === undefined) throw failure('unable to find the specified revision')
  const report = createReport()
  const cause = found.annotations[CHANGE_CAUSE]
  const { metadata } = found.template
  const template =
    cause === undefined
      ? found.template
      : {
          ...found.template,
          metadata: { ...metadata, annotations: { ...metadata?.annotations, [CHANGE_CAUSE]: cause } },
        }
  writeTemplate(report, template)
  return report.raw()
}
