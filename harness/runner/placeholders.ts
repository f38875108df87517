import type { Skill } from '../domain/skill.ts'

const PLACEHOLDER = /PLACEHOLDER_\w+/g

/** Why a skill is a template that may not run as it stands; null for one that may. */
export const unspecialised = (skill: Skill): string | null => {
  const names = placeholdersOf(skill)
  if (names.length > 0)
    return `${skill.name} still holds ${names.join(', ')}; replace it in the commands before running the skill`
  return wantsSpecialisation(skill)
    ? `${skill.name} has to be specialised first; set its values, then metadata.instance_parameters.specialization_required to false`
    : null
}

/** Names of the placeholders in a skill's commands, each once, in order. */
export const placeholdersOf = ({ preconditions, actions, success_criteria, rollback }: Skill): readonly string[] =>
  placeholdersIn([...preconditions, ...actions, ...success_criteria, ...rollback])

/** Names of the placeholders in the commands of some steps, each once, in order. */
export const placeholdersIn = (steps: readonly { readonly command: string }[]): readonly string[] => [
  ...new Set(steps.flatMap((step) => step.command.match(PLACEHOLDER) ?? [])),
]

/** Whether a skill says of itself that its values have to be set first. */
export const wantsSpecialisation = (skill: Skill): boolean =>
  instanceParameters(skill)['specialization_required'] === true

const instanceParameters = (skill: Skill): Readonly<Record<string, unknown>> => {
  const parameters = skill.metadata['instance_parameters']
  return typeof parameters === 'object' && parameters !== null ? (parameters as Record<string, unknown>) : {}
}
