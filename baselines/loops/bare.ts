import { describeOutcome, stdoutOf, succeeded } from '../../harness/domain/command-outcome.ts'
import type { RanCommand } from '../../harness/domain/execution-report.ts'
import type { Skill } from '../../harness/domain/skill.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import { extractFinding } from '../../harness/runner/extract-finding.ts'
import { runStep } from '../../harness/runner/run-step.ts'
import type { Sighting } from '../rules/conclude.ts'
import { fillParameters } from '../rules/fill.ts'

const DEFAULT_TIMEOUT_MS = 60_000

/** What came of the commands of a skill that ran bare. */
export interface BareRun {
  /** stdout by name of the action. */
  readonly outputs: ReadonlyMap<string, string>
  readonly ran: readonly RanCommand[]
  readonly failed: string | null
}

/** Runs the commands of a skill one after the other, without its preconditions, success criteria, rollback and gate. */
export const runBare = async (context: LoopContext, skill: Skill): Promise<BareRun> => {
  const runner = {
    shell: context.shell,
    trace: context.trace,
    gate: null,
    environment: { namespace: context.card.namespace, parameters: fillParameters(skill, context.card) },
    defaultTimeoutMs: DEFAULT_TIMEOUT_MS,
    signal: context.signal,
  }
  const outputs = new Map<string, string>()
  const ran: RanCommand[] = []
  for (const action of skill.actions) {
    const step = await runStep(runner, action)
    outputs.set(action.name, stdoutOf(step.outcome))
    ran.push(step.ran)
    if (!succeeded(step.outcome) && action.on_failure !== 'continue')
      return { outputs, ran, failed: `${action.name}: ${describeOutcome(step.outcome)}` }
  }
  return { outputs, ran, failed: null }
}

/** Looks with one observation skill; no sightings when its rules match nothing. */
export const look = async (
  context: LoopContext,
  skill: Skill,
): Promise<{ readonly sightings: readonly Sighting[]; readonly ran: readonly RanCommand[] }> => {
  if (skill.finding === undefined) return { sightings: [], ran: [] }
  const { outputs, ran } = await runBare(context, skill)
  const finding = extractFinding(skill.finding, outputs)
  return { sightings: finding === null ? [] : [{ skill: skill.name, finding }], ran }
}
