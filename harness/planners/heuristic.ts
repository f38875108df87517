import type { RiskLevel, Skill, Stage } from '../domain/skill.ts'
import type { TaskCard } from '../domain/task.ts'
import type { CapabilityProfile, FailureSignature, Planner } from '../ports/components.ts'
import { unspecialised } from '../runner/placeholders.ts'
import { sharedWords } from './shared-words.ts'

/**
 * π without a model: leaves out what cannot help (another stage, another question, a tool, metric or permission that is missing, a
 * remedy that failed before, a template without its values), then ranks: what shares words with the card's diagnosis first, then the least risk, then what shares words with its intent. What a card permits is the gate's to judge.
 * Equal ranks go by name.
 */
export const heuristicPlanner = (): Planner => ({
  plan: async ({ card, skills, capabilities, failures }) =>
    skills
      .filter((skill) => reasonAgainst(skill, card, capabilities, failures) === null)
      .map((skill) => ({ skill, ...rank(skill, card) }))
      .toSorted((a, b) => b.score - a.score || (a.skill.name < b.skill.name ? -1 : a.skill.name > b.skill.name ? 1 : 0))
      .map(({ skill, reason }) => ({ skill, reason })),
})

function reasonAgainst(
  skill: Skill,
  card: TaskCard,
  capabilities: CapabilityProfile | null,
  failures: readonly FailureSignature[],
): string | null {
  if (failures.some((failure) => failure.skill === skill.name)) return 'it failed before'
  if (unspecialised(skill) !== null) return 'it is a template without its values'
  if (!stagesOf(skill).includes(stageOf(card))) return 'it is for another stage'
  if (card.question !== undefined && !answers(skill, card.question)) return 'it does not answer the question'
  return capabilities === null ? null : reasonOfEnvironment(skill, capabilities)
}

function reasonOfEnvironment(skill: Skill, { tools, metrics, permissions }: CapabilityProfile): string | null {
  const missing = (skill.metadata.required_tools ?? []).find((tool) => tools.length > 0 && !tools.includes(tool))
  if (missing !== undefined) return `${missing} is missing`
  if (!metrics && skill.actions.some(({ command }) => /\btop (?:pods?|nodes?)\b/.test(command)))
    return 'there are no metrics'
  const mayChange = permissions.some((permission) =>
    /^(?:\*|create|update|patch|delete) (?!pods\/exec\b|selfsubject)/.test(permission),
  )
  return isRecovery(skill) && permissions.length > 0 && !mayChange ? 'nothing may be changed' : null
}

/** What a card asks for: its stage, else what its question or its words imply. */
const stageOf = ({ stage, question, intent }: TaskCard): Stage => {
  if (stage !== undefined) return stage
  if (question !== undefined) return question === 'recovered' ? 'verification' : 'detection'
  return /\b(?:detect|find out|diagnos|why)/i.test(intent) ? 'diagnosis' : 'recovery'
}

/** Stages that a skill serves: looking serves every stage in which nothing is changed. */
const stagesOf = (skill: Skill): readonly Stage[] =>
  isRecovery(skill) ? ['recovery'] : ['detection', 'diagnosis', 'verification']

const isRecovery = ({ metadata }: Skill): boolean =>
  metadata.stage === undefined ? (metadata.risk_level ?? 'high') !== 'none' : metadata.stage === 'recovery'

const answers = (skill: Skill, question: string): boolean => {
  const questions = skill.metadata['questions']
  return skill.finding !== undefined && (!Array.isArray(questions) || questions.includes(question))
}

const RISK: Readonly<Record<RiskLevel, number>> = { none: 0, low: 1, medium: 2, high: 3 }

function rank(skill: Skill, card: TaskCard): { readonly score: number; readonly reason: string } {
  const about = [skill.name, skill.intent, skill.metadata.target_kind ?? ''].join(' ')
  const diagnosed = sharedWords(card.diagnosis ?? '', about)
  const told = sharedWords([card.intent, card.workload ?? ''].join(' '), about)
  const words = [...new Set([...diagnosed, ...told])]
  const sameStage = skill.metadata.stage === card.stage ? 1 : 0
  const risk = RISK[skill.metadata.risk_level ?? 'high']
  return {
    // A diagnosis goes before the risk, the risk before words that merely occur in the task's text.
    score: 10_000 * diagnosed.length - 100 * risk + told.length + sameStage,
    reason: [
      `risk ${skill.metadata.risk_level ?? 'not stated'}`,
      ...(words.length > 0 ? [`shares ${words.join(', ')} with the card`] : []),
    ].join('; '),
  }
}
