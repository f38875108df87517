import type { Claim } from '../../harness/domain/claim.ts'
import type { ExecutionReport } from '../../harness/domain/execution-report.ts'
import type { CapabilityProfile } from '../../harness/ports/components.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import { conclude, type Sighting } from '../rules/conclude.ts'
import type { LoopParts } from './loop-parts.ts'
import { planSkills } from './plan-skills.ts'
import { disbelieve } from './react.ts'
import { runChoice } from './run-choice.ts'
import { verifyRun } from './verify-run.ts'

interface Seen extends Sighting {
  readonly report: ExecutionReport
}

/** Looks with every planned skill, answers, and verifies the answer; a sign that does not hold is dropped and the rest answers again. */
export const answerWithSkills = async (
  context: LoopContext,
  parts: LoopParts,
  capabilities: CapabilityProfile | null,
): Promise<Claim> => {
  const { card } = context
  if (card.question === undefined) throw new RangeError(`card ${card.name} asks no question`)
  let seen: readonly Seen[] = await lookAround(context, parts, capabilities)
  for (;;) {
    if (seen.length === 0) return { status: 'unsolved', summary: 'no skill could answer the question' }
    const { finding, basis } = conclude(card, card.question, seen)
    const resting = seen.find((sighting) => sighting === basis) ?? seen[0]
    if (resting === undefined) throw new RangeError('a sighting was lost')
    const verification = await verifyRun(context, parts, resting.report, finding)
    if (verification.passed)
      return { status: 'solved', finding, summary: `${basis?.skill ?? 'no sign'}: ${verification.reason}` }
    remember(context, parts, resting.skill, verification.reason)
    if (basis === null)
      return { status: 'unsolved', finding, summary: `the answer did not hold: ${verification.reason}` }
    seen = seen.map((sighting) => (sighting === basis ? disbelieve(sighting) : sighting))
  }
}

const lookAround = async (
  context: LoopContext,
  parts: LoopParts,
  capabilities: CapabilityProfile | null,
): Promise<readonly Seen[]> => {
  const seen: Seen[] = []
  for (const choice of await planSkills(context, parts, capabilities)) {
    const { report, finding } = await runChoice(context, parts, capabilities, choice)
    if (finding !== null) seen.push({ skill: choice.name, finding, report })
  }
  return seen
}

const remember = (context: LoopContext, parts: LoopParts, skill: string, reason: string): void => {
  if (parts.memory === null) return
  parts.memory.remember({ skill, step: '', kind: 'verification-failed', detail: reason })
  context.trace.record({
    type: 'decision',
    component: 'memory',
    activated: false,
    detail: `${skill}: the answer did not hold`,
  })
}
