import type { Skill } from '../domain/skill.ts'

const PLACEHOLDER = /PLACEHOLDER_\w+/g

/** Why a skill is a template that may not run as it stands; null for one that may. */
export const unspecialised = (skill: Skill): string | null => {
  const names = placeholdersOf(skill)
  if (names.length > 0)
    return `${skill.name} still holds ${names.join(', ')}; replace it in the commands before running the skill`
  return instanceParameters(skill)['specialization_required'] === true
    ? `${skill.name} has to be specialised first; set its values, then metadata.instance_parameters.specialization_required to false`
    : null
}

/** Names of the placeholders in a skill's commands, each once, in order. */
export const placeholdersOf = (skill: Skill): readonly string[] => {
  const steps = [...skill.preconditions, ...skill.actions, ...skill.success_criteria, ...skill.rollback]
  return [...new Set(steps.flatMap((step) => step.command.match(PLACEHOLDER) ?? []))]
}

const instanceParameters = (skill: Skill): Readonly<Record<string, unknown>> => {
  const parameters = skill.metadata['instance_parameters']
  return typeof parameters === 'object' && parameters !== null ? (parameters as Record<string, unknown>) : {}
}
