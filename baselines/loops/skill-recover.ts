import type { Claim } from '../../harness/domain/claim.ts'
import type { Skill } from '../../harness/domain/skill.ts'
import type { CapabilityProfile, FailureSignature } from '../../harness/ports/components.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import { planSkills } from './plan-skills.ts'
import type { LoopParts } from './loop-parts.ts'
import { type RanChoice, runChoice } from './run-choice.ts'
import { verifyRun } from './verify-run.ts'

const DEFAULT_TURNS = 4

/** Tries the planned remedies until one holds. What failed is taken back, remembered (σ), repaired once (u_ω) or passed over. */
export const recoverWithSkills = async (
  context: LoopContext,
  parts: LoopParts,
  capabilities: CapabilityProfile | null,
): Promise<Claim> => {
  const turns = parts.options.turns ?? DEFAULT_TURNS
  const tried = new Set<string>()
  let denied = 0
  let repaired: Skill | null = null
  for (let turn = 0; turn < turns; turn += 1) {
    const choice: Skill | undefined =
      repaired ?? (await planSkills(context, parts, capabilities)).find((skill) => !tried.has(skill.name))
    if (choice === undefined) break
    const wasRepaired: boolean = repaired !== null
    tried.add(choice.name)
    const run = await runChoice(context, parts, capabilities, choice)
    if (run.report.status === 'succeeded') {
      const verification = await verifyRun(context, parts, run.report, null)
      if (verification.passed) return { status: 'solved', summary: `${choice.name}: ${verification.reason}` }
      await run.takeBack()
      remember(context, parts, [
        { skill: choice.name, step: '', kind: 'verification-failed', detail: verification.reason },
      ])
    } else {
      if (run.failures.some(({ kind }) => kind === 'denied')) denied += 1
      remember(context, parts, run.failures)
    }
    repaired = wasRepaired ? null : await repair(context, parts, run)
  }
  return denied === tried.size && denied > 0
    ? { status: 'blocked', summary: `the gate refused ${[...tried].join(', ')}` }
    : { status: 'unsolved', summary: `nothing held: ${[...tried].join(', ') || 'no skill fits the card'}` }
}

const remember = (context: LoopContext, parts: LoopParts, failures: readonly FailureSignature[]): void => {
  if (parts.memory === null) return
  for (const failure of failures) parts.memory.remember(failure)
  if (failures.length > 0)
    context.trace.record({
      type: 'decision',
      component: 'memory',
      activated: true,
      detail: failures.map(({ skill, kind }) => `${skill}: ${kind}`).join('; '),
    })
}

/** An edit Δ_σ of the skill that just failed; null when the optimizer knows none. What the gate refused is not edited around. */
const repair = async (context: LoopContext, parts: LoopParts, run: RanChoice): Promise<Skill | null> => {
  if (parts.optimizer === null || run.failures.some(({ kind }) => kind === 'denied')) return null
  const { skill, notes } = await parts.optimizer.repair({
    skill: run.skill,
    report: run.report,
    failures: run.failures,
  })
  context.trace.record({
    type: 'decision',
    component: 'optimizer',
    activated: skill !== null,
    detail: notes.join('; '),
  })
  return skill
}
