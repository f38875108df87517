import type { CheckResult } from '../domain/check.ts'
import { stdoutOf, succeeded } from '../domain/command-outcome.ts'
import type { ExecutionReport, RanCommand } from '../domain/execution-report.ts'
import type { Finding } from '../domain/finding.ts'
import type { TaskCard } from '../domain/task.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import { lookAtRestarts } from './look-at-restarts.ts'
import { judged, observe } from './observe.ts'

/**
 * Whether a finding rests on what was seen: a piece of its evidence stands to the letter in an output of the report, the command of that
 * output shows it again (numbers may differ), the object that it names exists, and trouble that is told by what happened to a container
 * before is still going on: its last end stays on record long after the cause is gone.
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
    ...(tellsOfThePast(source.evidence) && saysTrouble(card, finding) ? [await presence(shell, card, finding)] : []),
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

// Reasons of a container's last end, which `kubectl get` shows until its pod is replaced.
const tellsOfThePast = (evidence: string): boolean => /\b(?:OOMKilled|Error|ContainerStatusUnknown)\b/.test(evidence)

const saysTrouble = ({ question }: TaskCard, { answer }: Finding): boolean =>
  question === 'recovered' ? answer === 'no' : answer === 'yes'

async function presence(shell: Shell, card: TaskCard, finding: Finding): Promise<CheckResult> {
  const { restarted, check } = await lookAtRestarts(shell, card.namespace)
  const workload = finding.object?.replace(/^[^/]+\//, '') ?? card.workload
  const still = restarted?.filter((pod) => workload === undefined || pod.startsWith(`${workload}-`)) ?? []
  const detail =
    still.length > 0 ? `still restarting or down: ${still.join(', ')}` : 'restart counts are flat: it tells of the past'
  return {
    ...check,
    name: 'the trouble goes on',
    passed: restarted !== null && still.length > 0,
    detail: restarted === null ? check.detail : detail,
  }
}
