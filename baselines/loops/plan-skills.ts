import type { Skill } from '../../harness/domain/skill.ts'
import type { CapabilityProfile } from '../../harness/ports/components.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import { ruleTable } from '../rules/rule-table.ts'
import type { LoopParts } from './loop-parts.ts'

/** Skills for the card, best first: the planner's choice of what the table of rules offers, or the table's own order without one. */
export const planSkills = async (
  context: LoopContext,
  parts: LoopParts,
  capabilities: CapabilityProfile | null,
): Promise<readonly Skill[]> => {
  const { card, trace } = context
  const table = ruleTable(parts.skills)
  const offered = card.question === undefined ? table.remedies() : table.observations(card.question)
  if (parts.planner === null) return offered
  const choices = await parts.planner.plan({ card, skills: offered, capabilities, failures: parts.memory?.all() ?? [] })
  const planned = choices.map(({ skill }) => skill)
  const changed = planned.some((skill, index) => skill.name !== offered[index]?.name) || planned.length < offered.length
  trace.record({
    type: 'decision',
    component: 'planner',
    activated: changed,
    detail: planned.map(({ name }) => name).join(', '),
  })
  return planned
}
