import type { AgentReport, PlannedRun } from './agent-report.ts'
import { describeReport } from './describe-report.ts'
import type { Paint } from './paint.ts'

/** An agent's report for people, stage by stage. */
export const describeAgentReport = ({ card, stages }: AgentReport, paint: Paint): string =>
  [
    `${paint.strong(card.name)}: ${card.intent}`,
    ...stages.flatMap(({ stage, planned, runs }) => [
      '',
      paint.strong(stage),
      ...(planned.length === 0 ? ['  no skill of the bank can help'] : []),
      ...runs.map((run) => indent(describeRun(run, paint))),
      ...planned.slice(runs.length).map(({ skill, reason }) => paint.faint(`  not run: ${skill} (${reason})`)),
    ]),
  ].join('\n')

const describeRun = ({ reason, note, report, finding, verification }: PlannedRun, paint: Paint): string =>
  [
    describeReport(
      { ...report, ...(finding === null ? {} : { finding }), ...(verification === null ? {} : { verification }) },
      paint,
    ),
    `chosen: ${reason}`,
    ...(note === null ? [] : [`not carried out: ${note}`]),
  ].join('\n')

const indent = (text: string): string => text.replaceAll(/^/gm, '  ')
