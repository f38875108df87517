import type { CapabilityProfile, RiskBudget } from '../ports/components.ts'
import type { RiskLevel, Skill } from '../domain/skill.ts'
import type { TaskCard } from '../domain/task.ts'
import { lowerRisk } from './risk.ts'

/**
 * B(S, E): how much may be risked on a task, the least of what each part allows. The scope caps it (nothing may change: looking only),
 * then the card's severity (`low`: nothing above medium), then the skill's own declared risk, then what the environment's probe found
 * permitted. Mutating commands: two for each mutating step of the skill with its way back, six without a skill.
 */
export const riskBudget = (input: {
  readonly card: TaskCard
  readonly skill: Skill | null
  readonly capabilities: CapabilityProfile | null
}): RiskBudget => {
  const { card, skill, capabilities } = input
  if (card.scope.allow.length === 0 || isReadOnly(capabilities)) return { maxRisk: 'low', mutations: 0 }
  const severity: RiskLevel = card.severity === 'low' ? 'medium' : 'high'
  const declared = skill?.metadata.risk_level ?? 'high'
  const steps = skill === null ? 3 : skill.actions.length + skill.rollback.length
  // Looking from inside a container is low: below it no requests could be sent.
  return { maxRisk: lowerRisk(severity, declared === 'none' ? 'low' : declared), mutations: 2 * steps }
}

// Being allowed to look from inside a container, or to ask what is allowed, changes nothing.
const isReadOnly = (capabilities: CapabilityProfile | null): boolean =>
  capabilities !== null &&
  !capabilities.permissions.some((permission) =>
    /^(?:\*|create|update|patch|delete|deletecollection) (?!pods\/exec\b|selfsubject)/.test(permission),
  )
