import type { ExecutionReport } from '../../domain/execution-report.ts'
import { UsageError } from '../../domain/errors.ts'
import { placeholdersIn } from '../../runner/placeholders.ts'
import { resolveParameters } from '../../runner/resolve-parameters.ts'
import { rollbackSkill } from '../../runner/rollback-skill.ts'
import { readDocument } from '../compose/documents.ts'
import { withPlace } from '../compose/place.ts'
import { collectingSink } from '../terminal/collecting-sink.ts'
import type { CommandContext } from '../terminal/context.ts'
import { describeReport } from '../terminal/describe-report.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

const DEFAULT_TIMEOUT_MS = 180_000

/** Runs a skill's way back and prints the report. */
export const rollbackSkillFile = async (
  context: CommandContext,
  request: { readonly skill: string; readonly cluster: string | undefined },
): Promise<ExitCode> => {
  const { printer, io } = context
  const skill = await readDocument({ warn: printer.log }, request.skill, 'skill')
  if (skill.rollback.length === 0)
    throw new UsageError(`${request.skill}: rollback is empty: there is no way back to run`)
  // Only what would run counts: the way back of a template may be whole although its actions are not.
  const held = placeholdersIn(skill.rollback)
  if (held.length > 0)
    throw new UsageError(`${request.skill}: rollback still holds ${held.join(', ')}; replace it in the commands first`)
  const parameters = resolveParameters(skill, {})
  if (parameters.status === 'invalid') throw new UsageError(`${request.skill}: ${parameters.problems.join('; ')}`)
  io.whenStoppedAtOnce(() => `steps of the way back may be left: the same command runs them all`)
  const { steps, completed } = await withPlace(context, request.cluster, ({ shell, namespace, kubeconfig }) =>
    rollbackSkill(
      {
        shell,
        trace: collectingSink(),
        gate: null,
        environment: { kubeconfig, namespace, parameters: parameters.values },
        defaultTimeoutMs: DEFAULT_TIMEOUT_MS,
        signal: io.signal,
      },
      skill,
    ),
  )
  const report: ExecutionReport = {
    skill_name: skill.name,
    preconditions: [],
    actions: [],
    success_criteria: [],
    rollback: [...steps],
    status: completed ? 'rolled-back' : 'rollback-failed',
  }
  printer.result({ json: () => report, text: (paint) => describeReport(report, paint) })
  return completed ? exitCode.done : exitCode.failed
}
