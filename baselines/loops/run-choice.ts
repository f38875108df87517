import type { Skill } from '../../harness/domain/skill.ts'
import type { CapabilityProfile } from '../../harness/ports/components.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import { rollbackSkill } from '../../harness/runner/rollback-skill.ts'
import { runSkill, type SkillRun } from '../../harness/runner/run-skill.ts'
import { fillParameters } from '../rules/fill.ts'
import type { LoopParts } from './loop-parts.ts'

const DEFAULT_TIMEOUT_MS = 180_000

/** A skill that ran, and how to take back what it did. */
export interface RanChoice extends SkillRun {
  readonly skill: Skill
  readonly takeBack: () => Promise<void>
}

/**
 * Fills a skill for the card and runs it behind its gate: as a typed runbook, or, in a method without the typed form, its actions
 * only, which leaves nothing to take back.
 */
export const runChoice = async (
  context: LoopContext,
  parts: LoopParts,
  capabilities: CapabilityProfile | null,
  choice: Skill,
): Promise<RanChoice> => {
  const filled =
    parts.generator === null ? choice : await parts.generator.generate({ card: context.card, basis: choice })
  const skill = parts.typed ? filled : { ...filled, preconditions: [], success_criteria: [], rollback: [] }
  const gate = parts.gateFor?.(skill, capabilities) ?? null
  const parameters = fillParameters(skill, context.card)
  const run = await runSkill(context, {
    skill,
    namespace: context.card.namespace,
    parameters,
    mode: { type: 'execute', gate },
    signal: context.signal,
  })
  if (parts.typed) recordTypedForm(context, skill, run)
  const runner = {
    shell: context.shell,
    trace: context.trace,
    gate,
    environment: { namespace: context.card.namespace, parameters },
    defaultTimeoutMs: DEFAULT_TIMEOUT_MS,
    signal: context.signal,
  }
  return {
    ...run,
    skill,
    takeBack: async () => {
      context.trace.record({
        type: 'decision',
        component: 'rollback',
        activated: skill.rollback.length > 0,
        detail: `the verification of ${skill.name} failed`,
      })
      if (skill.rollback.length > 0) await rollbackSkill(runner, skill)
    },
  }
}

// The typed form acts when a precondition or a success criterion stopped or turned what bare commands would have gone on with.
const recordTypedForm = (context: LoopContext, skill: Skill, { failures }: SkillRun): void => {
  const check = failures.find(({ kind }) => kind === 'precondition-failed' || kind === 'verification-failed')
  context.trace.record({
    type: 'decision',
    component: 'ir',
    activated: check !== undefined,
    detail: check === undefined ? `${skill.name}: its checks hold` : `${skill.name}: ${check.step} ${check.kind}`,
  })
}
