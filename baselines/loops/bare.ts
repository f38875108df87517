import { describeOutcome, stdoutOf, succeeded } from '../../harness/domain/command-outcome.ts'
import { durationMs } from '../../harness/domain/duration.ts'
import type { Skill } from '../../harness/domain/skill.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import { extractFinding } from '../../harness/runner/extract-finding.ts'
import { withEnvironment } from '../../harness/runner/with-environment.ts'
import type { Sighting } from '../rules/conclude.ts'
import { fillParameters } from '../rules/fill.ts'

const DEFAULT_TIMEOUT_MS = 60_000

/** Runs the commands of a skill one after the other, without its preconditions, success criteria and rollback. */
export const runBare = async (
  context: LoopContext,
  skill: Skill,
): Promise<{ readonly outputs: ReadonlyMap<string, string>; readonly failed: string | null }> => {
  const environment = { namespace: context.card.namespace, parameters: fillParameters(skill, context.card) }
  const outputs = new Map<string, string>()
  for (const action of skill.actions) {
    const timeoutMs = action.timeout === undefined ? DEFAULT_TIMEOUT_MS : durationMs(action.timeout)
    const outcome = await context.shell.exec(withEnvironment(environment, action.command), {
      timeoutMs,
      signal: context.signal,
    })
    outputs.set(action.name, stdoutOf(outcome))
    if (!succeeded(outcome) && action.on_failure !== 'continue')
      return { outputs, failed: `${action.name}: ${describeOutcome(outcome)}` }
  }
  return { outputs, failed: null }
}

/** Looks with one observation skill; nothing when its rules match nothing. */
export const look = async (context: LoopContext, skill: Skill): Promise<readonly Sighting[]> => {
  if (skill.finding === undefined) return []
  const { outputs } = await runBare(context, skill)
  const finding = extractFinding(skill.finding, outputs)
  return finding === null ? [] : [{ skill: skill.name, finding }]
}
