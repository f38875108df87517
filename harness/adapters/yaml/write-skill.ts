import { stringify } from 'yaml'
import type { Skill } from '../../domain/skill.ts'

const ORDER = [
  'version',
  'name',
  'intent',
  'namespace',
  'metadata',
  'parameters',
  'preconditions',
  'actions',
  'success_criteria',
  'rollback',
  'finding',
] as const satisfies readonly (keyof Skill)[]

/** A skill as the text of its YAML document: keys in the order that users know, lines not folded, an empty `parameters` left out. */
export const writeSkill = (skill: Skill): string => {
  const keys = ORDER.filter(
    (key) => skill[key] !== undefined && !(key === 'parameters' && Object.keys(skill.parameters).length === 0),
  )
  return stringify(Object.fromEntries(keys.map((key) => [key, skill[key]])), { lineWidth: 0, singleQuote: true })
}
