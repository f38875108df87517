import type { ParameterValues, Skill } from '../../harness/domain/skill.ts'
import type { TaskCard } from '../../harness/domain/task.ts'

/** Values for a skill's parameters: what the card names, else the skill's defaults. */
export const fillParameters = (skill: Skill, card: TaskCard): ParameterValues => {
  const values: Record<string, string | number> = {}
  for (const [name, parameter] of Object.entries(skill.parameters)) {
    const value = name === 'workload' ? (card.workload ?? parameter.default) : parameter.default
    if (value !== undefined) values[name] = value
  }
  return values
}
