import type { ExecutionReport } from '../../domain/execution-report.ts'
import type { Paint } from './paint.ts'

/** A report for people: one line for each step, then how it ended. */
export const describeReport = (report: ExecutionReport, paint: Paint): string => {
  const verification = report['verification'] as { readonly passed: boolean; readonly reason: string } | undefined
  const finding = report['finding'] as
    | {
        readonly answer: string
        readonly object?: string
        readonly cause?: string
        readonly evidence: readonly string[]
      }
    | undefined
  return [
    `${paint.strong(report.skill_name)}: ${report.status ?? 'status not stated'}${report.reason === undefined ? '' : `: ${report.reason}`}`,
    ...section('preconditions', checkLines(report.preconditions, paint)),
    ...section('actions', commandLines(report.actions, paint)),
    ...section('success criteria', checkLines(report.success_criteria, paint)),
    ...section('rollback', commandLines(report.rollback, paint)),
    ...(finding === undefined
      ? []
      : [
          `finding: ${[finding.answer, finding.object, finding.cause].filter(Boolean).join(', ')}`,
          ...finding.evidence.map((quote) => paint.faint(`    ${quote}`)),
        ]),
    ...(verification === undefined
      ? []
      : [`verification: ${verification.passed ? paint.good('passed') : paint.bad('failed')}: ${verification.reason}`]),
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines]

const checkLines = (checks: ExecutionReport['preconditions'], paint: Paint): readonly string[] =>
  checks.map(({ name, passed, detail }) => `  ${mark(passed, paint)} ${name}: ${detail}`)

const commandLines = (commands: ExecutionReport['actions'], paint: Paint): readonly string[] =>
  commands.flatMap(({ command, returncode, stdout, stderr, note }) => [
    `  ${mark(returncode === 0, paint)} ${command.replace(/^(?:export \S+ && )+/, '')}`,
    ...outputLines(note ?? '', paint),
    ...outputLines(stdout, paint),
    ...outputLines(stderr, paint),
  ])

const MAX_LINES = 20

const outputLines = (text: string, paint: Paint): readonly string[] => {
  const lines = text
    .trimEnd()
    .split('\n')
    .filter((line, _, all) => all.length > 1 || line !== '')
  const shown = lines.slice(0, MAX_LINES).map((line) => paint.faint(`      ${line}`))
  return lines.length > MAX_LINES ? [...shown, paint.faint(`      … ${lines.length - MAX_LINES} more lines`)] : shown
}

const mark = (isGood: boolean, paint: Paint): string => (isGood ? paint.good('✓') : paint.bad('✗'))
