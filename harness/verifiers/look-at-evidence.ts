import type { CheckResult } from '../domain/check.ts'
import { stdoutOf, succeeded } from '../domain/command-outcome.ts'
import type { ExecutionReport, RanCommand } from '../domain/execution-report.ts'
import type { Finding } from '../domain/finding.ts'
import type { TaskCard } from '../domain/task.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import { judged, observe } from './observe.ts'

/**
 * Whether a finding rests on what was seen: a piece of its evidence stands to the letter in an output of the report, the command of that
 * output shows it again (numbers may differ), and the object that it names exists.
 */
export const lookAtEvidence = async (
  shell: Shell,
  card: TaskCard,
  report: ExecutionReport,
  finding: Finding,
): Promise<readonly CheckResult[]> => {
  const source = sourceOf(report, finding)
  if (source === null) return [ungrounded(finding)]
  const again = await observe(shell, source.ran.command)
  const shape = new RegExp(
    source.evidence
      .split(/\d+/)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(String.raw`\d+`),
  )
  const isSeen = shape.test(stdoutOf(again.outcome))
  return [
    {
      name: 'the evidence was seen',
      command: source.ran.command,
      signal: 'evidence-grounded',
      passed: true,
      detail: `an output holds ${JSON.stringify(source.evidence)}`,
      exitCode: source.ran.returncode,
      stdout: source.ran.stdout,
      stderr: source.ran.stderr,
    },
    judged(again, {
      name: 'the evidence is seen again',
      signal: 'evidence-seen-again',
      passed: isSeen,
      detail: isSeen ? 'a second look shows the same' : 'a second look does not show it',
    }),
    ...(finding.object === undefined ? [] : [await existence(shell, card, finding.object)]),
  ]
}

function sourceOf(
  report: ExecutionReport,
  finding: Finding,
): { readonly ran: RanCommand; readonly evidence: string } | null {
  const ran = [...report.actions, ...[...report.preconditions, ...report.success_criteria].map(({ raw }) => raw)]
  for (const evidence of finding.evidence) {
    const source = ran.find(({ stdout }) => stdout.includes(evidence))
    if (source !== undefined) return { ran: source, evidence }
  }
  return null
}

const ungrounded = ({ evidence }: Finding): CheckResult => ({
  name: 'the evidence was seen',
  command: '',
  signal: 'evidence-grounded',
  passed: false,
  detail: evidence.length === 0 ? 'there is no evidence' : `no output holds ${JSON.stringify(evidence[0])}`,
  exitCode: null,
  stdout: '',
  stderr: '',
})

async function existence(shell: Shell, { namespace }: TaskCard, object: string): Promise<CheckResult> {
  const look = await observe(
    shell,
    `kubectl -n ${quote(namespace)} get ${quote(object.replace(/^[^/]+/, (kind) => kind.toLowerCase()))}`,
  )
  const passed = succeeded(look.outcome)
  return judged(look, {
    name: 'the named object exists',
    signal: 'object-exists',
    passed,
    detail: passed ? object : `${object} was not found`,
  })
}
