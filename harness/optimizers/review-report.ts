import type { ExecutionReport, RanCommand, ReportedCheck } from '../domain/execution-report.ts'
import { bareCommand, exportedNamespace } from './bare-command.ts'

/** Notes on a report, each with what it rests on and what to do: what failed, and what a pass does not prove. */
export const reviewReport = (report: ExecutionReport): readonly string[] => [
  ...(report.reason === undefined ? [] : [`it was refused: ${report.reason}`]),
  ...checksOf(report).flatMap(({ list, check }) => (check.passed ? weakness(list, check) : [failure(list, check)])),
  ...[...report.actions, ...report.rollback].flatMap(ranNote),
  ...repeatedCriteria(report),
  ...wayBack(report),
  ...namespaces(report),
  ...signals(report),
]

const checksOf = (report: ExecutionReport) =>
  (['preconditions', 'success_criteria'] as const).flatMap((list) => report[list].map((check) => ({ list, check })))

const failure = (list: string, { name, detail, raw }: ReportedCheck): string => {
  const message = raw.stderr.trim().split('\n', 1)[0] ?? ''
  const remedy = remedyFor(`${detail} ${raw.note ?? ''} ${raw.stderr} ${raw.stdout}`)
  return `${list}: "${name}" failed: ${detail}${message === '' || detail.includes(message) ? '' : ` (${message})`}; ${remedy}`
}

const ranNote = (ran: RanCommand): readonly string[] =>
  ran.returncode === 0
    ? []
    : [
        `"${bareCommand(ran.command)}" ended ${ran.returncode === null ? (ran.note ?? 'without an exit code') : `with exit code ${ran.returncode}`}; ` +
          remedyFor(`${ran.note ?? ''} ${ran.stderr} ${ran.stdout}`),
      ]

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/denied by|not permitted/i, 'take a remedy inside the scope: nothing was changed'],
  [/PLACEHOLDER_\w+/, 'replace the placeholder by its value first'],
  [
    /forbidden|cannot (?:get|list|patch|delete|create)/i,
    'ask for the permission, or take a remedy that does not need it',
  ],
  [/not ?found|no resources/i, 'name the namespace with -n, and check the name of the object'],
  [/timed out|deadline/i, 'set a longer timeout on the step, and look at the events of the pods'],
  [
    /connection refused|unable to connect|no route|could not resolve/i,
    'check the way to the cluster; this says nothing about the skill',
  ],
  [/command not found/i, 'name the tool in metadata.required_tools, or do without it'],
]

const remedyFor = (text: string): string =>
  REMEDIES.find(([pattern]) => pattern.test(text))?.[1] ??
  'look at its output, and make the step say what it needs in a precondition'

const weakness = (list: string, { name, detail, raw }: ReportedCheck): readonly string[] => {
  const command = bareCommand(raw.command)
  if (/^(?:echo|printf|true)\b/.test(command))
    return [`${list}: "${name}" cannot fail: it prints a constant; look at the cluster instead`]
  return detail === 'exit=0' && /\bget \S+(?: --?\S+)*$/.test(command)
    ? [
        `${list}: "${name}" passes by exit code 0 alone, which a list has even when it is empty; add expect_stdout_contains`,
      ]
    : []
}

const repeatedCriteria = ({ preconditions, success_criteria }: ExecutionReport): readonly string[] => {
  const before = new Set(preconditions.map(({ raw }) => bareCommand(raw.command)))
  return success_criteria
    .filter(({ raw }) => before.has(bareCommand(raw.command)))
    .map(
      ({ name }) =>
        `success_criteria: "${name}" runs the same command as a precondition, so that it passes also when the actions did nothing; check what they change`,
    )
}

const CHANGES =
  /\bkubectl\b.*\b(?:rollout (?:restart|undo)|set (?:image|env|resources)|scale|patch|apply|delete|create|label|annotate)\b/

const wayBack = ({ actions, rollback, status }: ExecutionReport): readonly string[] => {
  const changing = actions.filter(({ command }) => CHANGES.test(bareCommand(command)))
  if (changing.length === 0) return []
  const failed = status !== undefined && status !== 'succeeded' && status !== 'verified'
  return rollback.length === 0 && (failed || status === undefined)
    ? [
        `${changing.length} of its actions change something and no step of a rollback ran; add rollback, with on_failure: rollback on the actions`,
      ]
    : []
}

const namespaces = ({ preconditions, actions, success_criteria }: ExecutionReport): readonly string[] => {
  const commands = [...preconditions.map(({ raw }) => raw), ...actions, ...success_criteria.map(({ raw }) => raw)]
  const strays = commands.flatMap(({ command }) => {
    const handed = exportedNamespace(command)
    const used = /(?:\s-n\s*|\s--namespace[= ])([\w-]+)/.exec(bareCommand(command))?.[1]
    return handed === null || used === undefined || used === handed ? [] : [{ handed, used }]
  })
  const [first] = strays
  return first === undefined
    ? []
    : [
        `${strays.length} of its commands work in ${first.used} although the run was set up for ${first.handed}; use -n "$OPS_NAMESPACE"`,
      ]
}

const signals = ({ success_criteria, actions }: ExecutionReport): readonly string[] => {
  if (actions.length === 0) return []
  const commands = new Set(success_criteria.map(({ raw }) => bareCommand(raw.command)))
  if (commands.size === 0)
    return ['nothing was checked after the actions; add success_criteria that fail while the problem lasts']
  return commands.size === 1
    ? [
        'its success rests on one signal; add a second that looks at something else, such as restart counts or requests through the Service',
      ]
    : []
}
